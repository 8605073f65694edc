"""How simulated callers talk, in French and English. Everybody and everything here is invented.

A caller speaks their own language, not that of the page: so these phrases are data by language.

Where `{x}` stands in a phrase goes what the caller has to say.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sayings:
    """The phrases of one language; an empty group is never drawn from."""

    around_answer: tuple[str, ...] = ("{x}",)  # around an answer
    hesitant: tuple[str, ...] = ()  # instead of an answer that is chosen
    unclear: tuple[str, ...] = ()  # instead of a description
    rough: tuple[str, ...] = ()  # instead of a number
    once: tuple[str, ...] = ()  # instead of a moment
    around: tuple[str, ...] = ()  # instead of a place or a thing
    with_word: tuple[str, ...] = ("{x}",)  # around a vague word
    insist: str = "?"  # what the agent asks where the script has no probe
    again: str = "{x}"  # the same answer a second time
    corrects: str = "{x}"  # after a wrong read-back
    asides: tuple[tuple[str, str], ...] = ()  # type of answer → how it is told unasked
    agreed: tuple[str, ...] = ()
    carried_out: tuple[str, ...] = ()
    confirmed: tuple[str, ...] = ()
    opening: str = "{x}"
    goodbye: str = ""
    yes: str = "yes"
    no: str = "no"
    joined: str = ", "
    about: tuple[str, ...] = ("{x}",)  # around a description
    symptoms: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()
    things: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    past: tuple[str, ...] = ("yesterday at 6pm",)  # moments that are understood at any hour
    future: tuple[str, ...] = ("tomorrow at 9am",)
    topics: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()  # words of a title → texts


FRENCH = Sayings(
    around_answer=("{x}.", "Alors… {x}.", "{x}, c’est ça.", "Euh… {x}.", "Attendez… {x}."),
    hesitant=(
        "Euh… je ne saurais pas vous dire comme ça.",
        "Ça dépend, un peu des deux.",
        "Comment ça ?",
    ),
    unclear=(
        "Ben… ça ne marche pas, quoi.",
        "Il y a un souci, c’est tout ce que je sais.",
        "Comme d’habitude, vous savez bien.",
        "Ça bugue.",
    ),
    rough=("Oh, plusieurs.", "Pas mal, je n’ai pas compté.", "Quelques-uns."),
    once=("Oh, ça fait un moment.", "Depuis tout à l’heure.", "Ça date."),
    around=("Ici, chez nous.", "Comme la dernière fois.", "Là-bas, au fond."),
    with_word=("Ben… {x}, quoi.", "Je ne sais pas trop : {x}.", "Tout ce que je vois, c’est {x}."),
    insist="Pouvez-vous me dire cela plus précisément ?",
    again="Comme je vous le disais : {x}",
    corrects="Ah non, j’ai dit : {x}",
    asides=(
        ("date_time", "Et je vous le dis tout de suite : ça a commencé {x}."),
        ("person", "Notez mon nom, d’ailleurs : {x}."),
        ("phone", "Si ça coupe, rappelez-moi au {x}."),
        ("site", "Et vous avez le lieu : {x}."),
        ("number", "Et si on vous le demande : {x}."),
    ),
    agreed=("D’accord.", "Très bien.", "Entendu, je vous écoute."),
    carried_out=("Voilà, c’est fait.", "C’est bon, je l’ai fait.", "Un instant… voilà."),
    confirmed=("Oui, c’est exact.", "C’est bien ça.", "Oui, parfait."),
    opening="Bonjour, {x} à l’appareil. J’ai besoin d’un coup de main.",
    goodbye="Merci beaucoup, au revoir.",
    yes="Oui",
    no="Non",
    joined=" et ",
    about=("En fait, {x}", "Voilà ce que je vois : {x}", "Alors : {x}"),
    symptoms=(
        "l’écran reste noir après le logo",
        "tout s’arrête au bout de dix secondes",
        "un message rouge affiche « erreur 504 »",
        "le voyant clignote en orange et ça sent le chaud",
        "un bruit de frottement revient à chaque démarrage",
        "la page reste blanche après le bouton « Valider »",
    ),
    places=(
        "au deuxième étage, côté cour",
        "à l’accueil du bâtiment B",
        "dans le bureau 214",
        "au sous-sol, près du local technique",
        "à l’atelier, le poste près de la porte",
    ),
    times=(
        "depuis ce matin vers huit heures dix",
        "depuis la coupure d’hier soir",
        "depuis la mise à jour de lundi",
        "depuis vingt minutes environ",
    ),
    effects=(
        "plus personne ne peut travailler",
        "on note tout sur papier en attendant",
        "trois collègues attendent derrière moi",
        "la livraison de midi est bloquée",
    ),
    things=("l’imprimante de l’accueil", "le poste de gauche", "le lecteur de badges"),
    sites=("Résidence des Aubépines", "Bâtiment Corail", "12 rue des Tisserands", "Dépôt Nord"),
    people=(
        "Claire Vasseur", "Mehdi Larcher", "Odile Grandpré", "Tomas Rivault",
        "Awa Delmotte", "Bastien Courcel", "Inès Marvaud", "Gilles Perrenot",
    ),
    past=("hier à 18h", "il y a 20 minutes", "il y a deux heures", "avant-hier", "lundi dernier"),
    future=("demain à 9h", "demain matin", "après-demain", "vendredi prochain", "dans deux heures"),
    topics=(
        (("acces", "entre", "entrer"), (
            "le gardien ouvre jusqu’à 19 h, sonnez à « Loge »",
            "la clé est à la boulangerie d’en face, demandez madame Vasseur",
        )),
        (("erreur", "message", "code"), (
            "« erreur 504, délai dépassé »", "« E27 », en rouge, en haut à gauche",
        )),
        (("adresse",), ("12 rue des Tisserands, bâtiment B", "4 quai des Forges")),
        (("modele", "version"), ("le modèle gris de 2021, version 8.2", "version 12.4.1")),
        (("service", "equipe"), ("la comptabilité, au premier", "les expéditions")),
        (("entreprise", "societe", "cabinet"), ("Menuiserie Grandpré", "Atelier Corail")),
        (("essaye", "tente", "deja fait"), (
            "j’ai tout éteint et rallumé deux fois, sans effet",
            "j’ai changé de prise et de câble, c’est pareil",
        )),
    ),
)  # fmt: skip

ENGLISH = Sayings(
    around_answer=("{x}.", "Let me see… {x}.", "{x}, yes.", "Er… {x}.", "Hang on… {x}."),
    hesitant=(
        "Er… I couldn’t say just like that.",
        "It depends, a bit of both.",
        "How do you mean?",
    ),
    unclear=(
        "Well… it doesn’t work.",
        "There’s a problem, that’s all I know.",
        "Same as always, you know.",
        "It’s playing up.",
    ),
    rough=("Oh, several.", "Quite a few, I haven’t counted.", "A couple."),
    once=("Oh, for a while now.", "Since earlier.", "It’s been going on for ages."),
    around=("Here, at ours.", "Same as last time.", "Over there, at the back."),
    with_word=("Well… {x}, that’s it.", "I’m not sure: {x}.", "All I can see is {x}."),
    insist="Can you tell me that more exactly?",
    again="As I said: {x}",
    corrects="Oh no, I said: {x}",
    asides=(
        ("date_time", "And before you ask: it began {x}."),
        ("person", "Do note my name: {x}."),
        ("phone", "If we are cut off, ring me on {x}."),
        ("site", "And for the place: {x}."),
        ("number", "And should they ask you: {x}."),
    ),
    agreed=("All right.", "Very good.", "Fine, go on."),
    carried_out=("There, done.", "Right, I’ve done it.", "One moment… there.",),
    confirmed=("Yes, that’s right.", "Exactly.", "Yes, perfect."),
    opening="Hello, this is {x}. I need some help.",
    goodbye="Thank you very much, goodbye.",
    yes="Yes",
    no="No",
    joined=" and ",
    about=("Actually, {x}", "Here is what I see: {x}", "So: {x}"),
    symptoms=(
        "the screen stays black after the logo",
        "everything stops after ten seconds",
        "a red message says “error 504”",
        "the light flashes orange and it smells hot",
        "there is a scraping noise each time it starts",
        "the page stays blank after the button “Submit”",
    ),
    places=(
        "on the second floor, courtyard side",
        "at the front desk of building B",
        "in office 214",
        "in the basement, by the plant room",
        "in the workshop, the place by the door",
    ),
    times=(
        "since about ten past eight this morning",
        "since last night’s power cut",
        "since Monday’s update",
        "for about twenty minutes",
    ),
    effects=(
        "nobody can work any more",
        "we write everything on paper meanwhile",
        "three colleagues are waiting behind me",
        "the noon delivery is stuck",
    ),
    things=("the printer at the front desk", "the left-hand workstation", "the badge reader"),
    sites=("Hawthorn House", "Coral Building", "12 Weavers Street", "North Depot"),
    people=(
        "Martha Ellwood", "Samir Haddon", "Joan Pemberley", "Tom Ashgrove",
        "Ada Renwick", "Colin Marsh", "Priya Stanmore", "Gil Overton",
    ),
    past=("yesterday at 6pm", "20 minutes ago", "two hours ago", "last Monday"),
    future=("tomorrow at 9am", "tomorrow morning", "next Friday", "in two hours"),
    topics=(
        (("access", "get in", "entrance"), (
            "the caretaker opens until seven, ring at “Lodge”",
            "the key is at the bakery across the road, ask for Ms Ellwood",
        )),
        (("error", "message", "code"), (
            "“error 504, time-out”", "“E27”, in red, top left",
        )),
        (("address",), ("12 Weavers Street, building B", "4 Forge Quay")),
        (("model", "version"), ("the grey model of 2021, version 8.2", "version 12.4.1")),
        (("department", "team"), ("accounts, on the first floor", "shipping")),
        (("company", "firm", "practice"), ("Pemberley Joinery", "Coral Workshop")),
        (("tried", "already done"), (
            "I switched it all off and on twice, no change",
            "I tried another socket and another cable, same thing",
        )),
    ),
)  # fmt: skip

KOREAN = Sayings(
    opening="여보세요, {x}입니다.",
    goodbye="감사합니다.",
    corrects="아니요, {x}",
    agreed=("네, 알겠습니다.",),
    carried_out=("네, 했습니다.",),
    confirmed=("네, 맞습니다.",),
    people=("김하늘", "이도윤", "박서아", "최이안"),
    symptoms=("소리가 크게 나고 멈췄습니다", "화면에 E27이라고 나옵니다"),
    places=("2층 로비입니다", "지하 주차장 쪽입니다"),
    times=("오늘 아침부터 그렇습니다", "20분 전부터 그렇습니다"),
    effects=("모두 기다리고 있습니다", "계단으로 다니고 있습니다"),
    things=("안내 데스크 옆입니다", "관리실에 있습니다"),
    sites=("한빛 빌딩", "새롬 아파트"),
    past=("어제", "20분 전", "2시간 전"),
    future=("내일 오전", "2시간 후"),
    yes="네",
    no="아니오",
)

SAYINGS = {"fr": FRENCH, "en": ENGLISH, "ko": KOREAN}


def sayings(language: str) -> Sayings:
    """The phrases of a language; of one that is not known, bare answers."""
    return SAYINGS.get(language, Sayings())
