"""What the kinds of steps and the types of answers are called, in French and English."""

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
