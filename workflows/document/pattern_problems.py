"""Why a pattern is refused and what to write instead, for people who never heard of patterns."""

PLAIN = (
    "Décrivez la valeur signe par signe, comme [A-Z]{2}-?\\d{4}.",
    "Describe the value sign by sign, like [A-Z]{2}-?\\d{4}.",
)
ONCE = (
    "Répétez une seule fois : écrivez [A-Z0-9]+ et non ([A-Z]+|[0-9]+)*. "
    "Autrement, une seule valeur tapée pourrait occuper le serveur pendant des heures.",
    "Repeat only once: write [A-Z0-9]+ and not ([A-Z]+|[0-9]+)*. "
    "Otherwise a single value that is typed could keep the server busy for hours.",
)
FEWER = (
    "Donnez des longueurs fixes, comme \\d{4} au lieu de \\d+.",
    "Give fixed lengths, like \\d{4} instead of \\d+.",
)

Pair = tuple[str, str]
# What is wrong (French, English), and the remedy (French, English).
PROBLEMS: dict[str, tuple[Pair, Pair]] = {
    "length": (("un motif a de 1 à 120 caractères", "a pattern has 1 to 120 characters"), PLAIN),
    "close": (("« ) » est de trop", "unbalanced “)”"), PLAIN),
    "deep": (
        ("trop de groupes l’un dans l’autre", "groups are nested too deeply"),
        PLAIN,
    ),
    "nothing": (
        ("une répétition n’a rien à répéter", "a quantifier has nothing to repeat"),
        ("Pour le signe lui-même, écrivez \\ devant.", "For the sign itself, write \\ before it."),
    ),
    "anchor": (
        (
            "« ^ » et « $ » sont inutiles, un motif couvre toujours toute la valeur",
            "“^” and “$” are not needed, a pattern always covers the whole value",
        ),
        ("Retirez-les.", "Remove them."),
    ),
    "escape": (
        ("ce signe après \\ n’est pas admis", "this escape is not allowed"),
        (
            "Seuls \\d (chiffre), \\w (lettre ou chiffre) et \\s (espace) existent.",
            "Only \\d (digit), \\w (letter or digit) and \\s (space) exist.",
        ),
    ),
    "special": (
        (
            "les groupes nommés ou conditionnels ne sont pas admis",
            "look-around and named groups are not allowed",
        ),
        ("Écrivez un simple groupe entre ( et ).", "Write a plain group between ( and )."),
    ),
    "open-group": (("une « ( » n’est pas fermée", "a “(” is not closed"), PLAIN),
    "open-class": (("un « [ » n’est pas fermé", "a “[” is not closed"), PLAIN),
    "class": (("ce qui est entre [ et ] ne se lit pas", "this class cannot be read"), PLAIN),
    "nested": (
        (
            "un groupe répété ne doit ni répéter ni offrir de choix lui-même",
            "a repeated group must not itself repeat or offer a choice",
        ),
        ONCE,
    ),
    "many": (("trop de répétitions", "too many repetitions"), FEWER),
    "twice": (
        ("une répétition suit une répétition", "a quantifier follows a quantifier"),
        ("Gardez-en une seule.", "Keep only one of them."),
    ),
    "counted": (
        ("une répétition s’écrit {3} ou {2,4}", "write a repetition as {3} or {2,4}"),
        ("Pour une accolade, écrivez \\{.", "For a brace, write \\{."),
    ),
    "range": (
        (
            "une répétition va du moins au plus, jusqu’à 64",
            "a repetition goes from fewer to more, up to 64",
        ),
        ("Écrivez par exemple {2,4}.", "Write for example {2,4}."),
    ),
    "no-character": (
        ("aucun caractère n’est dans cet ensemble", "no character matches this class"),
        ("Corrigez ce qui est entre [ et ].", "Mend what stands between [ and ]."),
    ),
    "too-long-value": (
        (
            "aucune valeur ne convient : ce motif demande plus de 64 caractères",
            "no value matches this pattern: it asks for more than 64 characters",
        ),
        ("Raccourcissez les répétitions.", "Shorten the repetitions."),
    ),
    "no-value": (
        ("aucune valeur ne convient à ce motif", "no value matches this pattern"),
        PLAIN,
    ),
}
IMPOSSIBLE = frozenset({"no-character", "too-long-value", "no-value"})
