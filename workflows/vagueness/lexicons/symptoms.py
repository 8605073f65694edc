"""What is seen, heard or smelt, and which function fails."""

WORDS = {
    "fr": """
bruit, bruits, bruyant, grince~, grincement, claque, claquement, siffle, sifflement, frotte~,
bourdonn~, ronfle, cogne, vibre~, vibration~, secoue~, secousse~, a coups, tremble, odeur,
odeurs, sent le brule, ca sent, brule, brulee, fumee, fume, etincelle~, court circuit,
disjoncte~, saute, surchauffe~, chaud, tiede, froid, froide, froids, froides, gele, gelee,
glace, il fait froid, il fait chaud, trop chaud, fuite, fuites, fuit, goutte, coule, suinte,
inonde~, deborde~, infiltration, degat des eaux, bouche, bouchee, humidite, moisissure,
pression, ecran noir, ecran bleu, ecran blanc, ecran fige, noir, blanc, blanche, blanches,
vierge~, illisible~, flou, floue, pale, traits, rayures, raye, rayee, fissure~, fele, fige,
figee, figes, freeze, gel, clignot~, scintill~, bipe, bipent, bip, bips, sonne, muet, muette,
sans son, gresille~, larsen, echo, hache~, coupe, coupe le, coupee, coupees, coupure~,
decroche~, deconnect~, deconnexion~, redemarre, redemarrent, redemarrage, reboot~, s eteint, s
eteignent, eteint, eteinte, en boucle, tourne en rond, tourne dans le vide, patine, derape~,
coince, coincee, coinces, coincees, froisse~, bourrage, arrache~, dechire~, casse net, tordu~,
desaxe~, decale~, decalage, en double, doublon~, deux fois, manquant, manquante, manque~,
disparu~, introuvable~, perdu l acces, perdu~ la, perd le signal, perd la connexion, perd le
reseau, perd la connection, vide, vides, incomplet, incomplete, tronque~, errone~, faux, fausse,
mauvais, mauvaise, incorrect, incorrecte, ecart, au lieu de, alors qu, rejete~, refuse~,
expire~, verrouille~, oublie, oubliee, inaccessible~, injoignable~, indisponible~, en echec,
echoue, echec, corrompu~, infecte, virus, pirate~, suspect, suspecte, a clique, cliqué dessus,
mail bizarre, message bizarre, hors ligne, se met en securite, en securite, en defaut, s arrete,
s arretent, arrete entre, immobilise~, bloque entre, bloque sur, bloque a, bloque au, bloquee
entre, bloquee a, bloquee au, bloquee sur, bloquee ouverte, bloquee fermee, bloque ouvert,
bloque ferme, bloque en, bloquee en, reste bloque~, reste ouvert~, reste ferme~, reste leve~,
reste allume~, reste eteint~, reste sur, reste a, reste fige~, reste rouge, restent ouvert~,
restent ferme~, restent allume~, entrouvert~, mi hauteur, trop haut, trop bas, voyant rouge,
voyant orange, voyant allume, voyant de, voyant eteint, rebondi~, se ferme tout seul, se ferme
toute seule, s ouvre toute seule, s ouvre tout seul, sans arret, se referme, se coupe, se bloque
sur, se deconnecte, se fige, se vide, se decolle, se decroche, se detache, se dereg~, tire des
traits, renvers~, tombe par terre, est tombe, fait tomber, leve~ toute seule, a l arret, sans
internet, sans reseau, sans tension, sans courant, sans eau, retour au bureau, redemande le,
redemande un, tourne sans, gonfle~, creve~, a plat, use~ jusqu, rouille~, desserre~, cassee en
deux, refuse de, tourne en continu, se remplit, redescend, descend tout seul, monte tout seul,
cale, broute, couine, crisse, tape, chauffe trop, surchauffe, fond, accroche, force, dur a, durs
a, lache, penche~, affaisse~, se plie, s interrompt, se relance, se reinitialise, revient a,
revient au, repart a zero, s efface, efface tout, ecrase~, melange~, inverse~, de travers, a l
envers, mal aligne~, trop grand, trop petit, trop eleve~, trop fort, trop faible, caracteres
bizarres, grise~, jauni~, verdatre, desactive~, absent, absente, absents, absentes, en alarme,
declenche~, nul, nulle, a zero, negatif, negative, depasse, retarde de, avance de, en plein
milieu, en plein cycle, sans fin, a moitie, vert, verte, rouge fixe, orange fixe, niveau haut,
niveau bas, faible, pixelise~, sature~, plus acces, plus de reponse, sans reponse, ne reagit,
tourne toujours, ferme mal, ouvre mal, imprime mal, ecrit mal, mal imprime~, mal regle~, pas
assez, tout seul, toute seule, d elle meme, de lui meme, sent mauvais, mousse, craque,
craquement, grille, grillee, debranche~, pendouille, bancal~, instable, brulant, brulante,
glacee, boucan, refoule, laisse couler, laisse passer, sort de, sorti de son, pas reconnu, pas
reconnue, tient, impossible a, lecture seule, empile, dechire, tombe direct, tombe sur,
constelle, fige~, un centime, de trop, a vide, ensemble, butee, bipe rouge, bippe~, retournee,
retourne, reste tenue, reste gris, reste grise, trempe, trempee, felee, perd de l huile, perd de
l eau, a chaque ouverture, en anglais, ne passe plus, inconnu, plus rien sur, plus rien a, plus
rien ne, qui crache, crache, il gele, ne remonte
""",
    "en": """
noise, noises, noisy, loud bang, bang, squeak~, grind~, rattl~, buzz~, hum, humming, hums,
whistl~, click~ sound, scrap~ sound, vibrat~, shak~, judder~, jolt~, smell, smells, burning,
burnt, smoke, smoking, spark~, short circuit, trips the, tripped, tripping, overheat~, too hot,
too cold, lukewarm, cold, freezing, frozen, freezes, froze, freeze, iced up, leak, leaks,
leaking, leaked, drip, drips, dripping, flood~, overflow~, clogged, damp, mould, low pressure,
pressure drops, blank, black screen, blue screen, white screen, screen black, went white, went
black, goes black, goes white, blurr~, garbled, faint, streak~, smudg~, scratched, cracked,
crack, snapped, bent, torn, ripped, flicker~, flash~, blink~, stays red, stays open, stays shut,
stays closed, stays cold, stays on, stays off, stays green, stay open, stay closed, stay shut,
beep~, buzzer, mute, muted, static, echo, choppy, cuts off, cuts out, cutting out, no sound,
drops to, drops the, drops out, drops at, dropping, drops, disconnect~, reboot~, restarts,
restarting, keeps restarting, has to be restarted, logs out, logged out, logged off, signed out,
locked out, account locked, shuts down, shut down, powers off, switches off, turns off, goes
out, goes off, loop~, spinning, stuck at, stuck on, stuck between, stuck in, stuck open, stuck
shut, stuck halfway, stuck closed, stops at, stops between, stops every, stops too, stopped
between, stopped at, halfway, jam, jams, jammed, jamming, slips, slipping, falls off, fall off,
fell off, fell down, fell, sticks, not level, too high, too low, wrong order, wrong, twice,
duplicate~, counted twice, missing, lost access, disappear~, vanished, gone, empty pages,
incomplete, truncated, incorrect, mismatch~, off by, instead of, should be, rejected, refused,
declined, expired, forgotten, forgot, unreachable, unavailable, offline, timed out, times out,
time out, failed every, has failed, fails at, fails to, failing, failed to, corrupt~, virus,
hacked, phishing, suspicious, clicked on the, clicked the link, signal lost, loses signal, lost
signal, loses, jumped from, jumps, climbing, rising, overshoot~, spilled, spilt, hit a, keeps
asking, asks for the password, asks again, closes by itself, closes itself, opens by itself, by
itself, on its own, light is on, warning light, red light, light on, doors stay, door stays, non
stop, tilted, loose, rust~, worn, flat tyre, slower than, reopening, reads zero, comes out,
prints only, error when, upside down, spins, goes back to, empties, fills up, sinks, sank,
stalls, stalled, squeal~, screech~, whine~, hiss~, knock~, pops, popping, sparks, melt~,
catches, stiff, wobbl~, sags, hanging, leans, leaning, snaps, tears, splits, peel~, fade~, dim,
dims, dark, fuzzy, grainy, pixelated, greyed out, grayed out, disabled, absent, empty, half
empty, negative, too many, too few, too loud, too weak, exceeds, out of sync, backwards,
misaligned, crooked, strange characters, question marks, turned off, resets, reverts, overwrit~,
deleted, deletes, skips, skipping, repeats, alarm, halted, halts, stops mid, stopped mid, mid
cycle, produces nothing, gives nothing, nothing happens, nothing comes, no response, does
nothing, refuses, swallow~, spits, forever, endlessly, fluctuat~, unstable, at random, randomly,
lights out, weak, unplugged, misprint~, miscount~, mixed up, swapped, drains, drained,
discharg~, clogs, ticking, soaked, sparking, no access, scorching, icy, stone cold, racket,
trickle, came off, comes off, not recognised, not recognized, lasts, read only, askew, rips,
straight to, sits in, sits with, broken off, zero, unknown, puts, too much, lets, chirp~,
ringing, does not exist, run time error, stays grey, stays gray, holds one, walks across, runs
warm, runs hot, runs dry, out of cyan, out of ink, out of paper, out of toner, not emptied, same
picture, go up but not, nothing on the screen, nothing on my, spitting, out of yellow, out of
black, out of blue, behind, lost parking, is freezing, running late, without hot water
""",
}
# Where something is asked for, the words around a thing tell of no trouble.
WISHES = {
    "fr": """
demande demandent besoin souhaite souhaitent voudrait voudraient veut commander creation creer
ajouter ajout installer formation question comment renseignement resiliation inscription proposer
""",
    "en": """
request requests need needs want wants would create creation add adding install how question
training advice
""",
}
_NOT_VAGUE_FR = (
    r"(?!(?:sait|savent|sais|veut|veulent|veux|comprend|comprends|connait|pense|souhaite|dit|est"
    r"|sont"
    r"|suis|peut|peuvent|peux|pouvons|marche|marchent|fonctionne|fonctionnent|va|vont|a|ai|ont"
    r"|avons"
    r"|faut|fait|vois|et|tout|rappelle|rappele|precise|donne|repond a|veut|etait|avait"
    r"|doit)\b)"
)
_CLITIC_FR = r"(?:(?:se|me|te|y|en|le|la|les|lui|leur|nous) |[smylt]'){0,2}"
_CAN_FR = (
    r"(?:peut|peux|peuvent|pouvons|pouvez|pouvait|arrive|arrivent|arrivons|parvient|parviennent"
    r"|parvenons|reussit|reussissent)"
)
_INFINITIVE_FR = (
    r"(?!travailler|rien|aller|marcher|fonctionner|dire|savoir|aider|etre|partir|sortir de)"
    r"[a-z]{2,}(?:er|ir|re|oir)\b"
)
_ABSENT_FR = (
    r"(?!(?:probleme|souci|pb|detail|details|information|nouvelle|nouvelles|reponse|retour|message"
    r"|precision|chance|temps|personne|personnes|monde|bruit|odeur|fumee|fuite|question|urgence"
    r"|blesse"
    r"|impact|solution|que|quoi|la|le|[0-9])\b|[0-9])"
)
_NOT_VAGUE_EN = (
    r"(?!(?:work|works|working|function|know|knows|want|sure|understand|help|think|care|like"
    r"|say"
    r"|have|be|been|do|wait|happy|urgent|possible|aware|the|a|an|in|at|it|and|much|any|yet|here"
    r"|there"
    r"|mind|call|talk|afford)\b)"
)
PATTERNS = {
    "fr": (
        rf"\b(?:ne |n'){_CLITIC_FR}{_NOT_VAGUE_FR}[a-z]{{2,}}"
        r" (?:[a-z]{2,8} )?(?:plus|pas|rien|jamais|aucune?|que|personne)\b(?: [a-z]{3,})?",
        rf"\b{_NOT_VAGUE_FR}[a-z]{{1,}}(?:it|ut|nt|me|ne|re|se|le|te|vre|che|ge|gne|pe) (?:plus"
        r"|pas)\b(?! content| d'accord| grave| urgent| possible)",
        rf"\b(?:s'|se ){_NOT_VAGUE_FR}[a-z]{{3,}} (?:plus|pas)\b",
        r"\bpersonne n'a (?:plus )?(?:de |d'|acces)[a-z]*",
        rf"\b{_CAN_FR} (?:plus|pas|rien|jamais) (?:a |d'|de )?{_CLITIC_FR}{_INFINITIVE_FR}",
        rf"\b(?:personne"
        rf"|aucune?s?)\b.{{0,40}}?\bne {_CAN_FR} (?:plus )?(?:a )?{_CLITIC_FR}{_INFINITIVE_FR}",
        rf"\b(?:impossible|plus moyen|pas moyen|incapable) (?:de |d'){_CLITIC_FR}{_INFINITIVE_FR}",
        rf"(?<!\bau )(?<!en )\b(?:plus|pas|aucun|aucune) (?:de |d'|du )?(?<=e |d'|u "
        rf"|n ){_ABSENT_FR}(?<!plus )[a-z]{{3,}}",
        r"\b(?:n'est|ne sont|n'a|n'ont|n'etait) (?:pas|plus) [a-z]{3,}(?:ee?s?|ie?s?|ue?s?)\b",
        r"\b(?:met|mettent|prend|prennent|dure|durent|attend|attendre)\b[^.]{0,20}?\b\d+ ?(?:s"
        r"|sec|secondes?"
        r"|min|mn|minutes?|h|heures?)\b",
        r"\b(?:affiche|indique|marque|lit) -?\d+[.,]?\d* ?(?:°|g|kg|bar|degres?|cm|mm|€|eur|%|c)",
        r"(?<!\w)-?\d{1,3} ?(?:°|degres\b|bars?\b)",
        r"\b(?:tombe|monte|descend|chute|baisse|remonte|passee?|saute|grimpe)s? (?:a|de|en|sous"
        r"|jusqu)\b",
        r"\b(?:temperature|pression|tension|niveau) (?:re)?(?:monte|tombe|descend|baisse|chute)",
        r"\b(?:plante|se ferme|se bloque|quitte|bugge?) (?:quand|des qu|lorsqu|a chaque|apres"
        r"|pendant|en)\w*"
        r"(?: |')\w+ \w+ \w+",
        r"\b(?!plante|bug|marche)[a-z]{3,}(?:e|t|nt) (?:des que|des qu'|a chaque|sans arret"
        r"|sans fin"
        r"|en continu|au bout d[e']|sur chaque|toutes? les)",
        r"\b(?:devien\w+|vire|passe) (?:au )?(?:vert|rouge|noir|blanc|bleu|jaune|orange|gris)\w*",
        r"\b(?:ouvre|ferme|demarre|imprime|charge|tourne|chauffe|ecrit) (?:mal|trop|a peine)\b",
        r"\b(?:fichier|pages?|documents?|ticket) (?:fait|font|de) 0\b",
        r"\bsort(?:ent)? (?:en |des |avec )?(?:blanc|vierge|noir|illisible|flou)",
        r"\b(?:connexion|liaison|signal|reseau)\b[^.]{0,25}? (?:perdue?|coupee?|interrompue?)s?\b",
        r"\bperte (?:de la |du |de )(?:connexion|liaison|signal|reseau)\b",
    ),
    "en": (
        r"\b(?:won't|doesn't|don't|isn't|aren't|can't|couldn't|didn't|hasn't|wasn't|cant|wont"
        r"|doesnt|cannot)"
        rf" (?:be |get |even |always )?{_NOT_VAGUE_EN}[a-z]{{3,}}",
        r"\b(?:does|do|is|are|can|could|will|did|has|was) not (?:be |get |even )?"
        rf"{_NOT_VAGUE_EN}[a-z]{{2,}}",
        rf"\b(?:can't|cannot|cant|couldn't|unable to|not able to) {_NOT_VAGUE_EN}[a-z]{{2,}}",
        rf"\bno longer {_NOT_VAGUE_EN}[a-z]{{3,}}",
        rf"\bnot {_NOT_VAGUE_EN}(?!very|so|too|only|just|even|all|one|for|from|on|to"
        rf"|our)[a-z]{{4,}}(?:ing|ed)\b",
        r"\b(?:fails|failed|failing|refuses|refused) to [a-z]{3,}",
        r"\bstopped (?!working)[a-z]{3,}ing\b",
        r"\bno (?:hot water|water|space|room|toner|sound|signal|power|image|picture|dial tone"
        r"|tone|pressure|heat"
        r"|heating|light"
        r"|network|internet|connection|wifi|display|response|reaction|audio|video|ink|paper|air"
        r"|flame)\b",
        rf"\b(?:nobody|no one|none of [a-z ]{{2,20}}) (?:can|could"
        rf"|is able to) {_NOT_VAGUE_EN}[a-z]{{3,}}",
        r"\b(?:takes?|taking|took|lasts?)\b[^.]{0,20}?\b\d+ ?(?:s|sec|seconds?|min|minutes?"
        r"|hours?)\b",
        r"\b(?:reads?|shows?|showing|displays?|says) (?:only )?(?![45]\d\d\b)-?\d+[.,]?\d*\b",
        r"\b(?:drops?|falls?|fell|rises?|rose|climbs?|went|goes|up|down) (?:up |down )?(?:to"
        r"|from) (?:\d|zero)",
        r"\bat [-+]\d+\b|(?<!\w)-?\d{1,3} ?(?:°|degrees\b|bar\b|psi\b)",
        r"\bonly [a-z]{3,}s (?:one|half|the|to|up|down|from|in|at)\b",
        r"\b(?:crash(?:es|ed)?|closes|quits|freezes|hangs) (?:when|whenever|after|as soon as"
        r"|during|on|if)"
        r" \w+ \w+ \w+",
        r"\b(?!works|crashes|says|is|has|customers|users)[a-z]{3,}s (?:every|whenever|as soon as|if"
        r"|each|all by|at random|randomly|forever|by itself|on its own|back to|too)\b",
        r"\b(?:has|have|with|gives|shows|makes|gets) no (?!problem|issue|idea|one|effect|impact)"
        r"[a-z]{3,}",
        r"\bturn(?:s|ed)? (?:green|red|black|white|blue|yellow|grey|off|itself)\b",
        r"\b(?:connection|signal|link)\b[^.]{0,25}? (?:was|is|got|been) (?:lost|cut|interrupted)\b",
        r"\blost (?:access|connection|signal|power|contact|data)\b",
        r"\bkeeps? (?!working)(?:on )?[a-z]{3,}ing\b",
        r"\bonly (?:opens|closes|gives|prints|shows|goes|plays|starts|accepts|works (?:when|if"
        r"|on|with))\b",
        r"\bshows? (?:last|yesterday|the wrong|the old|another)\b",
        r"\bgoes (?:mute|dark|blank|dead|black|white|quiet|silent)\b",
        r"\b(?:eats|swallows|keeps) (?:the |my |every )?(?:card|coin|paper|ticket)s?\b",
        r"\b(?:gets?|got) (?:stuck|disconnected|kicked out|logged out|signed out)\b",
    ),
}
