"""Moments, lengths and how often; what only seems to say when is among the vague words."""

WORDS = {
    "fr": """
ce matin, cet apres midi, cette nuit, ce soir, ce midi, hier, avant hier, aujourd hui, demain,
apres demain, la veille, lundi, mardi, mercredi, jeudi, vendredi, samedi, dimanche, la semaine
derniere, semaine prochaine, le mois dernier, a midi, a minuit, depuis midi, depuis minuit, ce
week end, le week end, chaque jour, chaque matin, chaque soir, chaque nuit, chaque semaine,
chaque lundi, tous les jours, tous les matins, tous les soirs, toutes les nuits, toutes les
heures, a l instant, un quart d heure, une demi heure, une heure, deux heures, une semaine, deux
semaines, quelques minutes, tous les midis, avant ce soir, avant midi, avant demain, semaine
passee, mois passe, ce lundi, cet ete, cet hiver, a l ouverture, a la fermeture, en fin de
journee, en debut de journee, vers midi, jour et nuit, nuit et jour, la toussaint, noel, paques,
depuis la toussaint, rentree, minuit, service du midi, service du soir, en pleine nuit, a la
rentree, juste avant, heure du dejeuner, depuis ce, pause de midi
""",
    "en": """
this morning, this afternoon, this evening, tonight, last night, yesterday, today, tomorrow,
overnight, monday, tuesday, wednesday, thursday, friday, saturday, sunday, last week, next week,
last month, at noon, noon, at midnight, this week, every day, every morning, every night, every
hour, every week, daily, hourly, weekly, every few minutes, just now, an hour ago, two hours,
half an hour, at lunchtime, since lunch, before lunch, before noon, before tonight, after lunch,
at opening, at closing, early morning, end of day, this weekend, at the weekend, every weekend,
all day, all night, all morning, day and night, bonfire night, christmas, easter, last month s,
last week s, yesterday s, midnight, midday, lunch service, dinner service, at lunch, over lunch,
year end, month end, in the night, during the night, last year, last winter, last summer, this
month, this year
""",
}
_FR_UNIT = r"(?:s|sec|secondes?|min|mn|minutes?|h|heures?|j|jours?|semaines?|mois|ans?)"
_FR_LONG = r"(?:min|mn|minutes?|h|heures?|j|jours?|semaines?|mois|ans?)"
_EN_UNIT = r"(?:min|mins|minutes?|h|hrs?|hours?|days?|weeks?|months?|years?)"
_FR_COUNT = r"(?:\d{1,4}|une?|deux|trois|quatre|cinq|six|dix|quinze|vingt|trente|quelques)"
_EN_COUNT = r"(?:\d{1,4}|an?|one|two|three|four|five|six|ten|fifteen|twenty|thirty|few)"
_FR_MONTH = (
    r"(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)"
)
_EN_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
)
PATTERNS = {
    "": (
        r"\b(?:at|by|from|until|before|after|around|about|leave at) (?:[01]?\d"
        r"|2[0-3])[.:][0-5]\d\b",
        r"\b(?:[01]?\d|2[0-3]):[0-5]\d\b",
        r"\b(?:[01]?\d|2[0-3]) ?h ?(?:[0-5]\d)?\b(?! ?\d)",
        r"\b(?:1[0-2]|0?[1-9])(?:[.:][0-5]\d)? ?(?:am|pm|o'clock)\b",
        r"\b\d{4}-\d{2}-\d{2}\b",
        r"\b(?:[0-2]?\d|3[01])/(?:0?\d|1[0-2])(?:/(?:20)?\d{2})?\b",
    ),
    "fr": (
        rf"\b(?:depuis|il y a|ca fait|pendant|en) (?:environ |a peu pres |pres de "
        rf"|plus de )?{_FR_COUNT}"
        rf" ?{_FR_LONG}\b",
        r"\b(?:chaque|tous les|toutes les) (?:matin|soir|midi|jour|nuit|heure|semaine|mois|lundi"
        r"|mardi|mercredi|jeudi"
        r"|vendredi|samedi|dimanche)s?\b|\b(?:une|deux|trois|plusieurs|\d{1,3}) fois par (?:jour"
        r"|heure|semaine|mois)\b",
        rf"\btoute?s les {_FR_COUNT} ?{_FR_UNIT}\b",
        rf"\b(?:d'|de |d ){_FR_MONTH}\b",
        rf"\b(?:\d{{1,2}}|1er|en|fin|debut|mi) ?{_FR_MONTH}\b",
        r"\bdepuis (?!un moment|longtemps|quelque|toujours|un certain|peu|des |plusieurs|que\b)"
        r"(?:l'|le |la |les |son |sa |notre |ce |cette |hier|dernier)"
        r"(?!depot|magasin|poste|bureau|site|menu|portail|telephone|pc\b|ordinateur|mobile|appli"
        r"|logiciel|compte|web|navigateur|smartphone|tablette|quai)[a-z0-9]+",
        r"\b(?:apres|avant|pendant|lors d[eu]) (?:la |le |l')?(?:cloture|remplacement"
        r"|mise a jour|coupure"
        r"|livraison|service|fermeture|ouverture|reunion|migration|import|demenagement"
        r"|maintenance)\b",
        r"\b(?:apres|avant) (?:la |le |l')(?:mise a jour|coupure|orage|demenagement|passage|visite"
        r"|maintenance|intervention|migration|travaux|changement|redemarrage|vacances|panne"
        r"|cloture|remplacement|installation)\b",
    ),
    "en": (
        rf"\b(?:for|since|over|within|in|past|last|about) (?:about |around |the (?:last"
        rf"|past) )?{_EN_COUNT}"
        rf" ?{_EN_UNIT}\b",
        r"\b(?:after|since|before) (?:the |our |my |his |her )?[a-z]+(?: [a-z]+)? (?:was|were"
        r"|got|changed|moved) [a-z]+",
        r"\bsince \d{1,2}\b|\b(?:delivery|meeting|starts?|opens?|closes?|leaves?|leaving"
        r"|due)\b[a-z ]{0,20} at \d{1,2}\b",
        r"\bwaiting (?:for )?(?:an?|two|three|four|several) (?:hour|day|week|month)s?\b",
        rf"\b{_EN_COUNT} ?{_EN_UNIT} (?:ago|now)\b",
        r"\b(?:each|every) (?:morning|evening|night|noon|day|hour|week|month|monday|tuesday"
        r"|wednesday|thursday|friday"
        r"|saturday|sunday)\b|\b(?:once|twice|\d{1,3} times|several times) (?:a|an|per) (?:day"
        r"|hour|week|month|minute)\b",
        r"\bat night\b|\bby night\b",
        rf"\bevery {_EN_COUNT}? ?(?:s|sec|seconds?|{_EN_UNIT})\b",
        r"\b(?:january|february|march|april|june|july|august|september|october|november|december)"
        r" [a-z]{4,}s\b",
        rf"\b{_EN_MONTH} \d{{1,2}}\b|\b\d{{1,2}} {_EN_MONTH}\b|\b(?:in|for|since"
        rf"|the) {_EN_MONTH}\b",
        r"\bsince (?!a while|ages|forever|long\b|some)(?:the |we |our |they |my |his |her |it "
        r"|i |about )?"
        r"[a-z0-9]{2,}",
        r"\b(?:after|before) (?:the |our |last |this )(?:update|upgrade|power cut|storm|move"
        r"|visit|service"
        r"|maintenance|installation|migration|roadworks|works|change|reboot|holidays?|weekend"
        r"|replacement|outage)\b",
        r"\bat (?:about |around )?(?:[01]?\d|2[0-3])(?:[.:][0-5]\d)\b",
        r"\b(?:since|from|called at|around|about) (?:[01]?\d|2[0-3])[.:][0-5]\d\b",
    ),
}
