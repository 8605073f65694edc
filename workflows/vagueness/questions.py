"""What to ask when the script has nothing of its own, and why each kind of sign matters."""

from workflows.vagueness.kinds import Kind

ASK: dict[Kind, dict[str, str]] = {
    "symptom": {
        "fr": "Que se passe-t-il exactement, que voyez-vous ou qu’entendez-vous ?",
        "en": "What exactly happens: what do you see or hear?",
        "ko": "정확히 무슨 일이 일어납니까? 무엇이 보이거나 들립니까?",
    },
    "thing": {
        "fr": "Quel appareil, quel document ou quel écran est concerné, et a-t-il un numéro ?",
        "en": "Which device, document or screen is it about, and does it have a number?",
        "ko": "어떤 기기나 문서, 화면입니까? 번호가 있습니까?",
    },
    "effect": {
        "fr": "Qui ne peut plus travailler à cause de cela, et combien de personnes ?",
        "en": "Who can no longer work because of it, and how many people?",
        "ko": "이 문제로 누가 일을 못 하고 있습니까? 몇 명입니까?",
    },
    "time": {
        "fr": "Depuis quand, et est-ce arrivé une seule fois ou plusieurs ?",
        "en": "Since when, and has it happened once or several times?",
        "ko": "언제부터입니까? 한 번입니까, 여러 번입니까?",
    },
    "place": {
        "fr": "Où êtes-vous exactement : site, étage, pièce ?",
        "en": "Where exactly are you: which site, floor and room?",
        "ko": "정확히 어디입니까? 건물, 층, 방을 말씀해 주세요.",
    },
    "error": {
        "fr": "Un message ou un code est-il affiché ? Lisez-le-moi mot pour mot.",
        "en": "Is a message or a code displayed? Please read it to me word for word.",
        "ko": "메시지나 코드가 표시됩니까? 그대로 읽어 주세요.",
    },
}
WHY: dict[Kind, dict[str, str]] = {
    "symptom": {
        "fr": "Sans ce qui se voit ou s’entend, personne ne peut chercher la cause.",
        "en": "Without what is seen or heard, nobody can look for the cause.",
    },
    "thing": {
        "fr": "Il faut le savoir pour envoyer la bonne personne avec la bonne pièce.",
        "en": "Who is sent, and with which part, depends on what it is about.",
    },
    "effect": {
        "fr": "C’est le nombre de personnes gênées qui décide de l’urgence.",
        "en": "How many people are held up decides how urgent it is.",
    },
    "time": {
        "fr": "Le moment permet de rapprocher la panne d’un changement ou d’une autre panne.",
        "en": "The time links it to a change, or to another breakdown.",
    },
    "place": {
        "fr": "La personne qui intervient doit savoir où aller.",
        "en": "Whoever takes care of it must know where to go.",
    },
    "error": {
        "fr": "Le texte exact dit souvent la cause, et évite un rappel pour le redemander.",
        "en": "The exact text often tells the cause, and spares a call back to ask for it.",
    },
}

# How the headline calls what is known or not.
NAMES: dict[Kind, dict[str, str]] = {
    "symptom": {"fr": "ce qui se passe", "en": "what happens"},
    "thing": {"fr": "de quoi il s’agit", "en": "what it is about"},
    "effect": {"fr": "qui est gêné", "en": "who is held up"},
    "time": {"fr": "quand", "en": "when"},
    "place": {"fr": "où", "en": "where"},
    "error": {"fr": "le message affiché", "en": "the message displayed"},
}


def too_vague(quote: str, why: dict[str, str]) -> dict[str, str]:
    """The reason for asking again behind a vague word that is quoted."""
    return {
        "fr": f"« {quote} » ne suffit pas. {why['fr']}",
        "en": f"“{quote}” is not enough. {why['en']}",
    }
