"""What the fields of a script are called by the people who write them, in French and English."""

from workflows.texts import Texts

Place = tuple[str | int, ...]

# The most specific name wins: “next.when” before “when”.
FIELDS: dict[str, tuple[str, str]] = {
    "key": ("Clé", "Key"),
    "name": ("Nom du script", "Name of the script"),
    "languages": ("Langues des appelants", "Languages of callers"),
    "greeting": ("Accueil", "Greeting"),
    "format": ("Format", "Format"),
    "steps": ("Étapes", "Steps"),
    "instructions": ("Consignes", "Instructions"),
    "articles": ("Articles", "Articles"),
    "outcome": ("Suites sur le ticket", "What becomes of the ticket"),
    "lexicon": ("Lexique", "Lexicon"),
    "kind": ("Genre d’étape", "Kind of step"),
    "type": ("Type de réponse", "Type of answer"),
    "title": ("Titre", "Title"),
    "ask": ("Formulations", "Ask it like this"),
    "help": ("Aide", "Help"),
    "why": ("Pourquoi on le demande", "Why we ask"),
    "mandatory": ("Obligatoire", "Mandatory"),
    "read_back": ("À relire à l’appelant", "Read back to the caller"),
    "when": ("Condition", "Condition"),
    "options": ("Choix", "Choices"),
    "impacts": ("Impacts", "Impacts"),
    "urgencies": ("Urgences", "Urgencies"),
    "matrix": ("Priorités par impact et urgence", "Priorities by impact and urgency"),
    "value": ("Valeur", "Value"),
    "label": ("Libellé", "Label"),
    "heard": ("Ce que dit l’appelant", "What callers say"),
    "cues": ("Mots voisins de la réponse", "Words near the answer"),
    "probes": ("Relances", "Probes"),
    "probes.words": ("Mots vagues", "Vague words"),
    "probes.ask": ("Question qui creuse", "Question that digs deeper"),
    "next": ("Branches", "Branches"),
    "next.to": ("Étape suivante", "Next step"),
    "unit": ("Unité", "Unit"),
    "minimum": ("Minimum", "Minimum"),
    "maximum": ("Maximum", "Maximum"),
    "whole": ("Nombre entier", "Whole number"),
    "moment": ("Passé ou futur", "Past or future"),
    "pattern": ("Motif", "Pattern"),
    "check_digit": ("Clé de contrôle", "Check digit"),
    "text": ("Texte", "Text"),
    "topic": ("Sujet", "Topic"),
    "tone": ("Ton", "Tone"),
    "from": ("À partir de", "From"),
    "until": ("Jusqu’à", "Until"),
    "weekdays": ("Jours", "Weekdays"),
    "hours": ("Heures", "Hours"),
    "body": ("Contenu", "Content"),
    "words": ("Mots pour le trouver", "Words to find it by"),
    "outcome.title": ("Titre du ticket", "Title of the ticket"),
    "summary": ("Résumé du ticket", "Summary of the ticket"),
    "priority": ("Règles de priorité", "Priority rules"),
    "priority.is": ("Priorité", "Priority"),
    "priority.from": ("Étape qui la décide", "Step that decides it"),
    "team": ("Règles d’équipe", "Team rules"),
    "team.is": ("Équipe", "Team"),
    "deadline": ("Règles de délai", "Deadline rules"),
    "minutes": ("Minutes", "Minutes"),
    "things": ("Objets", "Things"),
    "places": ("Lieux", "Places"),
    "times": ("Moments", "Times"),
    "symptoms": ("Symptômes", "Symptoms"),
    "errors": ("Messages d’erreur", "Error messages"),
    "effects": ("Conséquences", "Effects"),
    "vague": ("Mots vagues", "Vague words"),
    "junk": ("Textes qui ne disent rien", "Texts that say nothing"),
}
# What one item of a list is called.
ITEMS: dict[str, tuple[str, str]] = {
    "steps": ("Étape", "Step"),
    "instructions": ("Consigne", "Instruction"),
    "articles": ("Article", "Article"),
    "languages": ("Langue", "Language"),
    "options": ("Choix", "Choice"),
    "impacts": ("Impact", "Impact"),
    "urgencies": ("Urgence", "Urgency"),
    "probes": ("Relance", "Probe"),
    "next": ("Branche", "Branch"),
    "priority": ("Règle de priorité", "Priority rule"),
    "team": ("Règle d’équipe", "Team rule"),
    "deadline": ("Règle de délai", "Deadline rule"),
}
LANGUAGES = {
    "fr": ("français", "French"),
    "en": ("anglais", "English"),
    "ko": ("coréen", "Korean"),
    "de": ("allemand", "German"),
    "es": ("espagnol", "Spanish"),
    "it": ("italien", "Italian"),
    "pt": ("portugais", "Portuguese"),
    "nl": ("néerlandais", "Dutch"),
    "ar": ("arabe", "Arabic"),
    "zh": ("chinois", "Chinese"),
}
SAID_BY_LANGUAGE = (
    *("name", "greeting", "title", "ask", "help", "why", "label", "heard", "cues", "words"),
    *("unit", "text", "body", "summary", "things", "places", "times", "symptoms", "errors"),
    *("effects", "vague", "junk"),
)
BY_LANGUAGE = frozenset(SAID_BY_LANGUAGE)
SECTIONS = frozenset({"steps", "instructions", "articles", "outcome", "lexicon"})
KINDS = {
    "question": ("question", "question"),
    "choice": ("choix", "choice"),
    "instruction": ("consigne à suivre", "instruction"),
    "article": ("article à lire", "article to read"),
    "action": ("action à faire", "action to do"),
    "end": ("fin", "end"),
}
TYPES = {
    "choice": ("un choix", "one choice"),
    "choices": ("plusieurs choix", "several choices"),
    "yes_no": ("oui ou non", "yes or no"),
    "severity": ("gravité", "severity"),
    "text": ("texte court", "short text"),
    "long_text": ("texte long", "long text"),
    "number": ("nombre", "number"),
    "date_time": ("date et heure", "date and time"),
    "phone": ("téléphone", "phone number"),
    "email": ("adresse électronique", "e-mail address"),
    "person": ("personne", "person"),
    "site": ("site", "site"),
    "asset": ("équipement", "asset"),
    "list": ("liste", "list"),
}
WEEKDAYS = {
    "mon": ("lundi", "Monday"),
    "tue": ("mardi", "Tuesday"),
    "wed": ("mercredi", "Wednesday"),
    "thu": ("jeudi", "Thursday"),
    "fri": ("vendredi", "Friday"),
    "sat": ("samedi", "Saturday"),
    "sun": ("dimanche", "Sunday"),
}
TONES = {
    "info": ("information", "information"),
    "warning": ("attention", "warning"),
    "danger": ("danger", "danger"),
}


def texts(pair: tuple[str, str]) -> Texts:
    """A pair (French, English) by language."""
    return {"fr": pair[0], "en": pair[1]}


def language_words(language: str) -> tuple[str, str]:
    """The name of a language in French and English; its code where it has none here."""
    return LANGUAGES.get(language, (language, language))


def field_words(place: Place) -> Texts:
    """A place in a document as its author knows it, like “Choice 2 › Label (French)”.

    The step, instruction, article or section itself is left out: its key is told beside.
    """
    names: list[tuple[str, str]] = []
    for index, part in enumerate(place):
        names = _named(names, place[:index], part)
    if len(names) > 1 and place[0] in SECTIONS:
        names = names[1:]
    return texts((" › ".join(fr for fr, _ in names), " › ".join(en for _, en in names)))


def _named(names: list[tuple[str, str]], before: Place, part: str | int) -> list[tuple[str, str]]:
    outer = before[-1] if before else ""
    if isinstance(part, int):
        pair = ITEMS.get(str(outer)) or (names[-1] if names else ("", ""))
        return [*names[:-1], (f"{pair[0]} {part + 1}".strip(), f"{pair[1]} {part + 1}".strip())]
    if outer in BY_LANGUAGE and names:
        fr, en = names[-1]
        language = language_words(part)
        return [*names[:-1], (f"{fr} ({language[0]})", f"{en} ({language[1]})")]
    if outer in ITEMS and outer != "languages" and before[0] in SECTIONS and len(before) > 1:
        fr, en = ITEMS[str(outer)]
        return [*names[:-1], (f"{fr} « {part} »", f"{en} “{part}”")]
    lists = [str(one) for one in before if isinstance(one, str)]
    known = FIELDS.get(f"{lists[-1]}.{part}" if lists else part) or FIELDS.get(part)
    return [*names, known or (part[:60], part[:60])]
