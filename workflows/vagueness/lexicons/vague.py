"""Words that say that something is wrong, and not what; and words that say nothing at all."""

WORDS = {
    "fr": """
marche pas, marche plus, marchent pas, marchent plus, marche mal, ne marche pas, ne marche plus,
ne marchent pas, ne marchent plus, marche pas bien, marche pas du tout, fonctionne pas,
fonctionne plus, ne fonctionne pas, ne fonctionne plus, ne fonctionnent pas, ne fonctionnent
plus, fonctionne mal, fonctionne pas bien, fonctionnent pas, fonctionnent plus, va pas, va plus,
ne va pas, ne va plus, en panne, panne, hs, h s, en rade, hors service, hors d usage, casse,
cassee, foutu, mort, morte, ko, bug, bugs, bugge, bogue, bugue, buggue, beugue, plante, plantee,
plantage, plantent, deconne, deraille, probleme, pb, pbs, souci, soucis, incident, anomalie,
dysfonctionnement, defaillance, difficulte, galere, lent, lente, lents, lenteur, lenteurs, rame,
rament, c est long, bloque, bloquee, bloques, bloquees, de temps en temps, parfois, des fois,
souvent, regulierement, rarement, depuis un moment, depuis quelque temps, depuis longtemps,
depuis toujours, depuis peu, bizarre, etrange, pas normal, une erreur, message d erreur, un
message, des erreurs, ne va pas bien, pas bon, certains utilisateurs, plusieurs personnes,
plusieurs utilisateurs, plusieurs clients, dysfonctionne, disfonctionnement, malfonction
""",
    "en": """
not working, doesn t work, does not work, don t work, do not work, won t work, isn t working, is
not working, aren t working, not functioning, doesn t function, stopped working, no longer
works, no longer working, not working properly, works badly, broken, broke, faulty, defective,
bust, dead, out of order, out of action, down, ko, issue, issues, problem, problems, trouble,
fault, glitch, bug, bugs, buggy, bugging, crash, crashes, crashed, crashing, playing up, acting
up, acting weird, slow, slowly, sluggish, laggy, lagging, stuck, blocked, weird, strange, odd,
not right, wrong with, sometimes, now and then, on and off, from time to time, often, regularly,
occasionally, for a while, for some time, lately, recently, for ages, error message, an error,
some errors, not great, some users, several users, a few users, several people, some people,
some customers, malfunction, malfunctions, malfunctioning, misbehaving, misbehaves
""",
}

# A vague word, what to ask instead, and the kind of sign that the answer would bring.
ASKS: tuple[tuple[str, str, dict[str, str]], ...] = (
    (
        "lent lente lents lenteur lenteurs rame rament long slow slowly sluggish laggy lagging",
        "symptom",
        {
            "fr": "Combien de secondes cela prend-il, pour faire quoi exactement, et combien"
            " d’habitude ?",
            "en": "How many seconds does it take, to do what exactly, and how many as a rule?",
        },
    ),
    (
        "bug bugs bugge bogue bugue buggue beugue plante plantee plantage plantent buggy bugging"
        " crash"
        " crashes crashed crashing glitch",
        "symptom",
        {
            "fr": "Que voit-on à l’écran à ce moment-là, et après quel geste ?",
            "en": "What is on the screen at that moment, and after doing what?",
        },
    ),
    (
        "parfois souvent regulierement rarement temps fois sometimes often regularly"
        " occasionally now"
        " off",
        "time",
        {
            "fr": "Combien de fois depuis hier, et à quelles heures à peu près ?",
            "en": "How many times since yesterday, and at about what hours?",
        },
    ),
    (
        "erreur erreurs message error errors",
        "error",
        {
            "fr": "Lisez-moi le message ou le code, mot pour mot.",
            "en": "Please read me the message or the code, word for word.",
        },
    ),
    (
        "certains plusieurs some several few",
        "effect",
        {
            "fr": "Combien de personnes exactement, et que ne peuvent-elles plus faire ?",
            "en": "How many people exactly, and what can they no longer do?",
        },
    ),
)
