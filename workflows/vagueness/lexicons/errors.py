"""Error texts and codes as they are read out: quoted, numbered, or known messages."""

WORDS = {
    "fr": """
acces refuse, acces interdit, mot de passe incorrect, identifiant incorrect, connexion refusee,
page introuvable, delai depasse, session expiree, memoire insuffisante, espace disque
insuffisant, carte refusee, paiement refuse, paiement indisponible, bourrage papier, serveur
indisponible
""",
    "en": """
access denied, permission denied, invalid password, incorrect password, connection refused,
connection timed out, page not found, request timeout, session expired, out of memory, disk
full, card declined, payment declined, paper jam, server unavailable, service unavailable, low
toner
""",
}
_SHOWN = (
    r"(?:affich\w*|ecran|message|msg|erreur|indique|ecrit|marque|lit|lis|dit|disant|code|alerte"
    r"|popup"
    r"|pop-up|bulle|fenetre|error|says?|saying|said|shows?|showing|reads?|reading|displays?"
    r"|displayed"
    r"|gets?|got|getting|warning|alert|states?|fails? (?:\w+ ){0,4}with|rejected with|stays? on"
    r"|reste sur|restent sur|j'ai eu|on a|obtient|apparait|:)"
)
QUOTED = r"(?:«[^»]{2,160}»|“[^”]{2,160}”|\"[^\"]{2,160}\"|(?<![\w'])'[^']{2,160}'(?![\w']))"
PATTERNS = (
    r"(?:«|“|\"|(?<![\w'])')[^«“\"'.]{0,60}(?:not found|refuse|denied|failed|invalid|unavailable"
    r"|error|erreur|non trouve|introuvable|echec|indisponible|impossible|invalide|expire|interdit"
    r"|forbidden|time-?out|locked)[^»”\"']{0,60}(?:»|”|\"|')",
    rf"{_SHOWN}[^«“\".]{{0,40}}?{QUOTED}",
    rf"{QUOTED}[^.]{{0,12}}(?:s'affiche|apparait|a l'ecran|on the (?:screen|display)|appears"
    rf"|pops up)",
    r"\b(?:code|erreur|err|error|defaut|fault|alarme|alarm|exception|statut|status)"
    r"(?: (?:code|no|numero|num|d'erreur|erreur|error))?[ :#°n-]{0,4}[a-z]{0,4}[ -]?\d{1,6}\b",
    r"\b(?:affiche|affichent|indique|shows?|displays?|reads?|says?"
    r"|display) [ef]r{0,2}[ -]?\d{1,4}\b",
    r"\b(?:affiche|indique|shows|displays|display shows) [a-z]{1,3}[ -]?\d{2,4}\b(?! ?(?:g|kg|m"
    r"|cm|bar|eur)\b)",
    r"\b0x[0-9a-f]{4,8}\b",
    r"\b(?:bug|page|erreur|error|status|affiche|shows?|displays?|says?|gives?|donne) (?:un |une "
    r"|an? )?[45]\d\d\b",
    r"\b(?:screen|page|message|pop-?up|display|dialog|dialogue|box|window|banner) (?:says?"
    r"|reads?|states?)"
    r" (?!that |it |nothing|something)[a-z]+ [a-z]+ [a-z]+[a-z ]{0,60}",
    r"\b(?:ecran|page|message|fenetre|bulle|bandeau) (?:dit|indique|affiche)(?: que)? (?!rien"
    r"|un |une |des )"
    r"[a-z']+ [a-z']+ [a-z]+[a-z' ]{0,60}",
    r"\bhttp ?[45]\d\d\b",
    r"\b[a-z]{2,5}-\d{4,6}\b(?=.{0,20}(?:erreur|error))",
    r"\b[a-z]*(?:exception|error)\b(?= (?:at|in|on) line|:)",
    r"\be-?\d{2,4}\b",
    r"\b(?:message|erreur|msg|error) ?: ?[a-z]\w+ \w+ \w+",
    r"\berr\w*[_ -][a-z]+_[a-z_]+\b",
)
# Read on the cased text: a word in capitals behind a verb that shows.
CASED = (
    r"\b(?:says|reads|shows|displays|affiche|indique) [A-Z]{4,30}(?: [A-Z]{2,30}){0,6}\b",
    r"\b[A-Z][a-z]{1,30}(?:[A-Z][a-z]{1,30}){0,6}(?:Exception|Error)\b",
)
