"""Sentences for the training voices: our own, everyday ones, in Japanese, English and French.

None is in the language that the bench measures most (Korean), so that the figures show what the
network can transfer, and not what it has learnt by heart.
"""

JAPANESE = (
    "おはようございます、今朝の会議は何時からですか。",
    "駅前の店で新しい傘を三本買いました。",
    "すみません、少しお待ちいただけますか。",
    "昨日の夜、強い風で窓が開いてしまいました。",
    "電車が遅れているので、先に始めてください。",
    "この書類を二階の受付に届けてもらえますか。",
    "週末は家族と静かな山へ出かける予定です。",
    "水が漏れているようです、早く見に来てください。",
    "冷たいお茶と温かいスープをお願いします。",
    "機械が急に止まって、変な音がしました。",
    "もう一度ゆっくり説明していただけませんか。",
    "図書館は静かで、とても集中できる場所です。",
    "先週送った手紙はもう届きましたか。",
    "新しい席からは港と船がよく見えます。",
    "寒いので、厚い上着を着て行きなさい。",
    "地図によると、橋を渡って左に曲がります。",
    "薬は食後に一日二回飲んでください。",
    "質問があれば、いつでも電話をかけてください。",
    "雨が上がって、空に大きな虹が出ました。",
    "切符を無くしたので、窓口で相談しました。",
)

ENGLISH = (
    "The south gate was closed this morning, so the trucks had to wait outside.",
    "Could you tell me which shelf the yellow boxes are stored on?",
    "She finished six chapters before the storm reached the coast.",
    "Please switch off the heating before you leave the office.",
    "Our neighbours planted cherry trees along the narrow path.",
    "I think the fuse blew as soon as we started the washing machine.",
    "The museum shows old ships, brass clocks and a huge whale.",
    "He asked for a fresh shirt, a sharp pencil and some string.",
    "Nothing works since yesterday: the screen flashes and then goes black.",
    "It is just past half past seven, and the shops are still shut.",
    "They measured the thickness of the ice with a simple stick.",
    "Which of these three colours suits the kitchen best?",
    "The child whispered something funny and everybody laughed.",
    "Check the pressure twice, then push the valve gently to the left.",
    "Thursday's lesson starts with a short exercise in pairs.",
    "A cheese sandwich and a small juice, that is six pounds sixty.",
    "The judge refused to change the date of the hearing.",
    "Fresh snow makes the village look like a postcard.",
)

FRENCH = (
    "Le magasin ouvre à neuf heures, sauf le samedi et les jours de fête.",
    "Pouvez-vous fermer la fenêtre, s'il vous plaît, il y a du vent.",
    "Ce matin, six chaises ont disparu de la salle du fond.",
    "J'ai cherché la clé partout, elle était sous le vieux coussin.",
    "Les enfants dessinent des oiseaux, des chats et de grands châteaux.",
    "La facture que vous m'avez envoyée ne correspond pas au devis.",
    "Il suffit de tourner doucement le bouton vers la droite.",
    "Nous passerons chercher les cartons jeudi, juste après le déjeuner.",
    "Le plombier a changé le joint, mais l'eau coule toujours.",
    "Sa sœur étudie la chimie et joue du violoncelle.",
    "Attention, la marche est haute et le sol est glissant.",
    "Quel est le numéro de la salle où se passe la réunion ?",
    "Un bruit étrange vient de la machine depuis hier soir.",
    "Les feuilles jaunes tombent sur le chemin de la ferme.",
    "Prenez deux cachets chaque jour, pendant une semaine.",
    "Je voudrais une soupe chaude, du fromage et une orange.",
    "La façade sera repeinte en vert au printemps prochain.",
    "Chut, ils se reposent, parlons moins fort s'il te plaît.",
)
