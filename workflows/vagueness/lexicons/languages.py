"""Small words that only one of the two languages has: they tell in which one a text is."""

SMALL = {
    "fr": """
le la les l du des un une et est sont ne pas plus depuis dans avec pour sur qui que quand ce cet
cette ces au aux en il elle ils elles nous vous je mon ma mes son sa ses leur leurs notre nos
votre vos avant apres chez sans sous entre mais ou donc tout tous toute toutes rien aucun aucune
personne y se d qu n j c hier deux trois quatre cinq
""",
    "en": """
the an of to and is are was were has have had not no with for since when which that this these
those it its we you they he she my our your their his her at by from but or so all nothing
nobody cannot t s been being does do did only there will would after before into out up down
over under two three four five
""",
}
