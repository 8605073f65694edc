"""Who is held up, how many, and what it costs: late, lost, at risk, done by hand."""

WORDS = {
    "fr": """
personne ne peut, plus personne ne, tout le monde, toute l equipe, tout le service, toute la
boutique, tout le magasin, tout le plateau, toute l agence, tout l etage, tout l immeuble, tout
le site, toute la clinique, tout le cabinet, tous les postes, tous les utilisateurs, tous les
clients, tous les patients, tous les eleves, tous les salaries, toutes les caisses, tout est
bloque, tout est arrete, en attente depuis, file d attente, la queue, font la queue, attendent,
en retard, retards, prend du retard, sur papier, sur le papier, au papier, a la main, saisie
manuelle, manuellement, mode degrade, production arretee, production a l arret, production
stoppee, chaine arretee, ligne arretee, seul mon poste, un seul poste, uniquement mon poste,
seulement mon poste, seulement au poste, juste moi, que chez moi, que sur mon poste, une seule
caisse, chomage technique, rentrer chez eux, evacue~, coince dedans, coinces dedans, coincees
dans, coinces dans, coince dans la cabine, bloque dedans, bloquees dans, bloques dans, enferme~,
nourrisson, bebe, femme enceinte, enceinte, personne agee, personnes agees, fauteuil roulant,
handicape~, mobilite reduite, diabetique, oxygene, client perdu, clients perdus, perd des,
perdons des, perte de, pertes, penalite~, amende, date limite, risque de, risquent, danger,
dangereux, perissable~, peremption, rupture de la chaine du froid, rale, ralent, repartent, s en
vont, partent sans, annule, annulee, annules, annulees, reporte~, rate leur, ratent leur,
perdus, au chomage, ne prennent plus d appels, plus de chiffre, manque a gagner, renvoye~,
fermeture anticipee, seance annulee, on perd, on a perdu, nous avons perdu, perdues, plus
personne, a l arret complet, clients partis, plainte, plaintes, blesse, blessee, malaise,
intoxique~, plus acces a leurs, heures sup, se plaignent, se plaint, plaignent, annulation,
annulations, invendus, a jeter, gaspill~, chute, tombe dans, brulure, deja parti, deja partis,
deja partie, deja sur la table, deja en route, retard de livraison, seulement chez, seulement
sur, uniquement chez, uniquement sur, que chez, juste chez, pour toute l equipe, pour tous, pour
toutes, pour tout le monde, pour tout le service, degats, inonde le, perte, obligee de, oblige
de, obliges de, attend dehors, attendent dehors, attend devant, tournee annulee, sert froid,
jetes, jetees, a la poubelle, debordes, debordee, deborde de travail, en attendant, a la place,
faute de mieux, on se debrouille, depanne avec, solution de fortune, gardent leur manteau, font
demi tour, partent ailleurs, chez le concurrent, attend toujours, attendent toujours, livraison
ratee, rendez vous manque, amendes, astreinte appelee, pompiers, samu, hospitalise~, menace de
partir, menacent de partir, en suspens, a refaire, offerte, offertes, offert, non livree, non
livre, non livres, pompiers en route, ambulance, commande perdue, mecontentement
""",
    "en": """
nobody can, no one can, noone can, everyone, everybody, for everyone, whole team, whole office,
whole department, whole shop, whole store, whole floor, whole ward, whole site, whole clinic,
whole call centre, whole call center, whole building, entire team, entire office, entire site,
all users, all staff, all customers, all patients, all tills, all of us, waiting, queue, queues,
queueing, queuing, line of customers, by hand, manually, on paper, paper charts, back to paper,
paper forms, handwritten, production stopped, production down, production halted, line stopped,
at a standstill, idle, sent home, only my, only mine, just my, just mine, only me, just me, one
till left, only one till, trapped, stuck inside, people inside, locked in, elderly, baby,
newborn, infant, pregnant, wheelchair, wheelchairs, disabled, diabetic, oxygen, lost sales,
losing sales, losing money, losing orders, losing, customers lost, samples lost, lost orders,
stock lost, penalty, penalties, fine for, deadline, paid late, late, delayed, delays, overdue,
at risk, in danger, dangerous, unsafe, perishable, spoil~, wasted, walking out, walk out, walked
out, leaving, missing trains, missed, missing their, cancelled, postponed, injur~, hurt,
evacuat~, held up, held at, held, cannot work, can t work, unable to work, rescheduled, turned
away, is off, called off, we lost, we lose, we are losing, complaints, injured, fainted,
overtime, double work, working late, closed early, had to close, have to close, shut the shop,
complaining, complain, complained, cancellation, cancellations, unsold, thrown away, slipped
over, got hurt, burnt his, burnt her, cut his, cut her, caught in, already gone, gone already,
already left, already on the table, only on, only for, only at, just on, for all, for the whole,
damage, damaged, using paper, binned, scrapped, school run cancelled, ringing non stop,
overwhelmed, snowed under, run off their feet, deadline is, unable to take bookings, unable to
serve, unable to sell, unable to ship, unable to invoice, for now, in the meantime, making do,
makeshift, as a workaround, workaround, turn around, going elsewhere, drive off, driving off,
fined, fire brigade, ambulance called, taken to hospital, missed delivery, missed appointment,
keeping their coats, threatens to leave, threatening to leave, threaten to leave, on hold, to
redo, to be redone, written off, given away, undelivered, not delivered, fire crew, ambulance,
unhappy customers
""",
}
_FR_PEOPLE = (
    r"(?:patients?|clients?|clientes?|personnes?|gens|postes?|utilisateurs?|utilisatrices?"
    r"|collegues?"
    r"|salaries?|agents?|conseillers?|operateurs?|preparateurs?|caissieres?|infirmieres?|medecins?"
    r"|comptables?|vendeurs?|voyageurs?|eleves?|professeurs?|locataires?|habitants?|residents?"
    r"|camions?|chauffeurs?|livreurs?|colis|palettes?|commandes?|lits?|caisses?|magasins?"
    r"|bulletins?"
    r"|appels?|rendez-vous|dossiers?|factures?|adherents?|visiteurs?|enfants?|dames?|hommes?"
    r"|femmes?)"
)
_FR_HELD = (
    r"(?:attend\w*|en attente|bloque\w*|coince\w*|ne peu\w+|ne pren\w+|a l'arret|touche\w*"
    r"|impacte\w*"
    r"|concerne\w*|immobilise\w*|enferme\w*|perdu\w*|en retard|sans (?:travail|acces)|partis?\b"
    r"|rate\w*"
    r"|ont perdu|decale\w*|reporte\w*|annule\w*|renvoye\w*"
    r"|a (?:traire|livrer|servir|soigner|traiter)|n'ont plus|n'arrivent|ne recoi\w+)"
)
_FR_COUNT = (
    r"(?:\d{1,5}|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|douze|quinze|vingt|trente"
    r"|une centaine de"
    r"|des dizaines de|une (?:dizaine|douzaine|quinzaine|vingtaine|trentaine|cinquantaine"
    r"|centaine) d[e']|tous les|toutes les|plus aucune?|aucune?)"
)
_FR_WORK = (
    r"(?:production|paie|facturation|caisse|caisses|expeditions?|livraisons?|reception|vente|ventes"
    r"|commandes?|encaissements?|chaine|ligne|activite|comptabilite|preparation|planning"
    r"|consultations?"
    r"|accueil|chargement|inscriptions?|reservations?|cloture|travail|virements?|appels)"
)
_EN_PEOPLE = (
    r"(?:patients?|customers?|clients?|people|persons?|users?|colleagues?|staff|agents?|pickers?"
    r"|cashiers?"
    r"|nurses?|doctors?|surgeons?|passengers?|pupils?|students?|teachers?|tenants?|residents?"
    r"|guests?"
    r"|visitors?|employees?|workers?|operators?|drivers?|trucks?|lorries|lorry|pallets?|parcels?"
    r"|orders?"
    r"|calls?|tills?|beds?|desks?|computers?|stations?|appointments?|children|kids|men|women"
    r"|families|family)"
)
_EN_HELD = (
    r"(?:waiting|wait|stuck|trapped|blocked|affected|cannot|can't|unable|idle|held|inside|late"
    r"|missing|missed"
    r"|rescheduled|cancelled|lost access|stranded|queueing|queuing|without|lost|at risk|impacted"
    r"|locked out|turned away|will be"
    r"|in the queue"
    r"|are walking|are leaving|left)"
)
_EN_COUNT = (
    r"(?:\d{1,5}|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty"
    r"|fifty"
    r"|dozens of|hundreds of|all|all the|both|every|a|an|the|no)"
)
_EN_WORK = (
    r"(?:production|payroll|invoicing|billing|shipping|dispatch|deliveries|sales|checkout|orders"
    r"|line"
    r"|work|business|loading|registration|booking|month-end|service)"
)
PATTERNS = {
    "fr": (
        rf"\b{_FR_COUNT} (?:autres? |de nos |des )?{_FR_PEOPLE}\b[^.;:«]{{0,40}}?\b{_FR_HELD}",
        rf"\b{_FR_COUNT} (?:{_FR_PEOPLE}) (?:sur|touche|concerne|impacte)\w* ?",
        rf"\b{_FR_PEOPLE} (?:sur|parmi) (?:\d+|deux|trois|quatre|cinq|six|dix)\b",
        rf"\bd[eu]s? {_FR_COUNT} {_FR_PEOPLE}",
        r"\b(?:aucune?|plus aucune?) (?:d[eu]s? )?[^.]{0,30}?\bne (?:peut|peuvent|arrive)",
        r"\b(?:on|nous) (?:ne )?(?:peut|pouvons|arrive|arrivons) (?:plus|pas)(?: a)?(?: (?:se"
        r"|nous|les|le|la))?"
        r" [a-z]+",
        r"\b(?:on|nous) (?:perd|perdons|ecri|note|recop|doit|devons|fait tout|faisons tout)\w*",
        rf"\b{_FR_WORK} (?:est |sont |a |ont )?(?:totalement |completement )?(?:bloque|arrete"
        rf"|a l'arret|stoppe"
        r"|suspendu|impossible|retarde|interrompu|perdu)\w*",
        rf"\b(?:bloque|arrete|retarde|empeche|paralyse)(?:nt|r)? (?:toute )?(?:l'|la |le |les "
        rf"|nos |notre )"
        rf"(?:{_FR_WORK}|equipe|service|livr|depart|client)",
        r"\bun(?:e)? (?:camion|semi-remorque|dame|monsieur|homme|femme|enfant|patiente?|cliente?"
        r"|personne"
        r"|client)\b[^.;]{0,45}?\b(?:coince|bloque|attend|en attente|a l'interieur|dedans"
        r"|ne peut|dans le"
        r" couloir|dehors|enferme|blesse)\w*",
        r"\b(?:camion|client|patiente?|chauffeur)s? (?:en attente|attend|attendent|bloque|coince"
        r"|dehors"
        r"|dans le couloir|a l'interieur)\w*",
        r"\b(?:doit|doivent|a faire|a rendre|a envoyer|a payer|a livrer|a deposer"
        r"|echeance)\b[^.]{0,25}?"
        r"\b(?:avant|ce soir|demain|aujourd'hui|vendredi|lundi|le \d)",
        r"\b(?:ne peut|ne peuvent|peut) (?:plus |pas )(?:sortir|rentrer|entrer|travailler"
        r"|se soigner|quitter)\b",
        r"\bje (?:ne )?(?:peux|suis) (?:plus|pas) (?:du tout )?travailler\b",
        r"\b(?:lot|lots|marchandises?|denrees?|cultures?|echantillons?|stock|vaccins?)\b[^.]{0,25}?"
        r"\b(?:perdu|jete|a jeter|abime|en danger|gache)\w*",
        r"\b(?:notent|ecrivent|saisissent|travaillent|note|ecrit)\b[^.]{0,20}?\b(?:papier|main)\b",
        rf"\b(?:{_FR_COUNT}) (?:patients?|clients?|personnes|utilisateurs|salaries|apprentis"
        rf"|stagiaires"
        r"|ouvriers|adherents|abonnes|eleves|etudiants|enseignants|residents|voyageurs"
        r"|collegues)\b",
        r"\bon (?:prend|note|ecrit|recopie|passe par|utilise|bricole|se debrouille|bascule"
        r"|doit rendre)\b",
        r"\b(?:s'est|se sont) (?:fait |fait mal|blesse|coupe|brule|pince|cogne)\w*",
        r"\b(?:camion|fourgon|semi|voiture|vehicule|livreur)\b(?: [a-z]+){0,3} (?:coince|bloque"
        r"|enferme"
        r"|en attente|deja parti)\w*",
        r"\bpour (?:les )?\d{1,5} (?:enfants|eleves|couverts|repas|convives|familles|foyers"
        r"|malades)\b",
        r"\b(?:il|elle|ils|elles) attend(?:ent)? (?:dehors|devant|sur place|en bas|a la porte"
        r"|depuis)",
        r"\bimpossible d[e'] ?(?:payer|expedier|reserver|commander|prendre les|travailler|servir"
        r"|livrer|vendre|encaisser|facturer|ouvrir le magasin"
        r"|produire|soigner)\b",
        r"\b(?:les|des|nos|mes|leurs|tous les) (?:gens|clients|clientes|patients|voyageurs"
        r"|usagers|collegues"
        r"|eleves|enfants|parents|residents|habitants|locataires|voisins|visiteurs|salaries"
        r"|equipes|vendeurs"
        r"|serveurs|chauffeurs|caissieres|infirmieres|medecins|abonnes|adherents"
        r"|passants) (?!disent|signalent"
        r"|demandent|veulent|appellent|parlent|souhaitent)(?:ne |n'|se |s')?[a-z]+(?:ent|ont)\b",
        r"\b(?:boutique|magasin|restaurant|cabinet|ecole|creche|atelier|usine|agence|site|mairie"
        r"|pharmacie"
        r"|cuisine|cantine|guichet|service|ligne) (?:ne peut|ne peuvent|est ferme|reste ferme"
        r"|ferme|a l'arret"
        r"|ne tourne|ne produit|n'ouvre)",
        r"\b(?:\d{2,5}|[2-9]|deux|trois|quatre|cinq|six|dix) [a-z]+s (?:[a-z]+ )?(?:concerne"
        r"|touche|impacte|en suspens"
        r"|a refaire|a jeter|en attente|perdue?s|a l'arret|non livre|offert)\w*",
        r", (?:on|nous) (?!a |ne |n'|est |m'|pense|voit|entend|appelle)[a-z]+ (?:au|a la|avec"
        r"|sur|tout|par)\b",
        r"\b(?:tous|toutes) les (?:appels|clients|commandes|patients|colis|mails|paiements"
        r"|livraisons)\b",
        r"\battend(?:ent)? (?:son|sa|ses|leurs?|toujours|encore|depuis)\b",
        r"\b(?:plus )?aucune? (?:appel|client|commande|paiement|colis|livraison|patient"
        r"|mail)e?s? n[e']",
        r"\bon [a-z]+ [a-z ]{2,25} (?:avec une?|a la place|en attendant|du coup)\b",
        r"\b(?:plus )?personne n(?:e |')(?!est |sait |comprend |connait )[a-z']+ ?[a-z']*",
        r"\b(?:un|une|des|le|la|les|\d{1,3}) [a-z]+ (?:dedans|a l'interieur|coincee?s?"
        r"|prisonni\w+)\b",
        r"\b(?:[89]\d|10\d) ans\b|\bfailli\b|\brembours\w+",
        rf"\b(?:environ|pres de|au moins|plus de) \d{{1,5}} {_FR_PEOPLE}",
        r"\b(?:tout|toute) (?:l'|la |le )(?!temps|reste|systeme|journee|matinee|nuit|semaine|ecran"
        r"|texte|page|matin|jour|contenu|fichier|dossier|document|bloc\b)[a-z]{3,}",
        r"\b(?:le|la|les|un|une|l'|des|nos) ?(?:chauffeur|client|patient|locataire|livreur|eleve"
        r"|agent|vendeur|conducteur|visiteur|habitant|facteur|gars|enfant|parent|gamin"
        r"|petit)e?s? (?:est|sont|reste\w*|se retrouve\w*)"
        r" (?:bloque|coince|dehors|enferme|sans)\w*",
        r"\b\d{1,5} [a-z]+ a [a-z]+(?:er|ir|re) avant\b",
        r"\b(?:il faut|oblige\w* de|on doit|faut) [^.]{0,30}?(?:a la main|manuellement"
        r"|tout refaire)",
        r"\battente de \d+",
    ),
    "en": (
        r"\b(?:can't|cannot|unable to|impossible to) (?:take bookings|serve|sell|ship|invoice"
        r"|pay|deliver|trade"
        r"|produce|bill|open the shop|admit|discharge)\b",
        rf"\bfor (?:the )?\d{{1,5}} {_EN_PEOPLE}\b",
        rf"\b{_EN_COUNT} (?:of our |other |more "
        rf"|of the )?{_EN_PEOPLE}\b[^.;:]{{0,30}}?\b{_EN_HELD}",
        rf"\b(?:\d{{1,5}}|two|three|four|five|six|ten|dozens of) {_EN_PEOPLE}\b(?=,|$|\.)",
        rf"\b(?:with|for) (?:\d{{1,4}}|two|three|four|five|six|a"
        rf"|an) (?:[a-z]+ )?{_EN_PEOPLE} (?:inside|with|waiting)",
        rf"\b{_EN_PEOPLE} (?:is |are )?{_EN_HELD}",
        r"\bwe (?:can't|cannot|cant|can not|are unable to|are (?:writing|doing|losing|working"
        r"|turning))\b ?[a-z]*",
        r"\bhave to (?:key|type|write|do|enter|count|carry|walk|restart|print)\b",
        rf"\b{_EN_WORK} (?:is |are |has |have )?(?:been |completely |fully )?(?:blocked|stopped"
        rf"|halted|late"
        r"|delayed|on hold|suspended|impossible|lost|due|run is)\b",
        r"\b(?:nobody|no one|noone|none of [a-z ]{2,20}) (?:can|could|is able|has|gets)\b",
        r"\b(?:we|they) (?:file|ship|close|deliver|pay|open|must \w+|have to \w+"
        r"|need to \w+) (?:by|on|before|at"
        r"|tomorrow|tonight)\b",
        r"\b(?:a|the|an?) (?:mother|man|woman|lady|child|baby|person|customer|patient|guest"
        r"|tenant|driver"
        r"|family)\b[^.;]{0,30}?\b(?:inside|stuck|trapped|waiting|without|hurt|locked)",
        r"\bno (?:bread|food|meals|milk|deliveries|sales|heating for|lunch|dinner|classes"
        r"|surgery)\b",
        r"\b(?:is|are) let in by\b",
        r"\b(?:\d{1,5}|two|three|four|five|six|ten|twelve|all \d{1,5}) (?:patients|customers"
        r"|people|users"
        r"|employees|apprentices|trainees|workers|members|subscribers|pupils|students|teachers"
        r"|residents"
        r"|passengers|colleagues|guests)\b",
        r"\b(?:van|truck|lorry|trailer|car|driver|courier)(?: [a-z]+){0,2} (?:stuck|shut in"
        r"|trapped|held|waiting"
        r"|has gone already|already left|left without)\b",
        r"\b(?:taking|doing|writing|working|handling) [a-z]+ (?:at the|on paper|by hand|by phone"
        r"|manually)",
        r"\b(?:got|had) (?:his|her|their|a) (?:hand|finger|foot|arm|head|leg)",
        r"\b(?:shop|store|restaurant|office|school|clinic|site|branch|kitchen|canteen|line"
        r"|counter|ward|factory"
        r"|plant|pharmacy) (?:can't|cannot|is closed|closed|shut|has to close|had to close"
        r"|is shut|stands still)\b",
        r"\b(?:shoppers|customers|people|guests|patients|visitors|neighbours|neighbors|staff"
        r"|nurses|waiters|cashiers"
        r"|drivers|pupils|students|parents|residents|tenants|colleagues|users|clients"
        r"|passers-by) (?:are|were|have to"
        r"|had to|must|cannot|can't|keep|carry|walk|use|take|wait|go|get) (?!complain|asking"
        r"|reporting|happy|fine)[a-z]+",
        r"\b(?:\d{2,5}|[2-9]|two|three|four|five|six|ten) [a-z]+s (?:[a-z]+ )?(?:affected"
        r"|concerned|on hold|to redo|late"
        r"|lost|waiting|missing out|written off|undelivered|binned|ruined|spoiled|wasted)\b",
        r", we (?!have |are |can |see |hear |call |think )[a-z]+ (?:it|them|the|with|by|on)\b",
        r"\bevery (?:call|customer|order|patient|payment|delivery|parcel)\b",
        r"\b(?:cannot|can't) (?:get|come) (?:in|out|through|inside|home|up|down)\b",
        r"\bno (?:calls?|orders?|payments?|customers?|patients?|deliver(?:y|ies)"
        r"|mails?) (?:gets?|can|comes?"
        r"|goes|go|arrives?)\b",
        r"\b(?:cars?|customers|people|guests|shoppers|visitors|clients|lads|toddlers|kids"
        r"|children|parents)"
        r" (?:are |were |have |had |is )?(?:driving|walking|leaving|turning|queuing|queueing"
        r"|keeping|complaining"
        r"|picked|waiting|sent|going)\b",
        r"\b(?:giving|using|taking|making|doing) [a-z ]{2,20} (?:out of|instead|for now"
        r"|from paper)\b",
        r"\b(?:nobody|no one|noone) (?!is |knows |here |else |there )[a-z]+",
        r"\b(?:an?|the|\d{1,3}) [a-z]+ (?:in it|inside|trapped)\b",
        r"\b(?:aged|is) (?:[89]\d|10\d)\b|\b(?:[89]\d|10\d) years old\b",
        r"\b(?:nearly|almost) (?:fell|hurt|hit|burnt|tripped|fainted)\b|\brefund\w*",
        r"\b(?:may|might|will|could|would) (?:all )?(?:be lost|spoil|go bad|go off|miss|be late)\b",
        r"\bdue (?:tonight|today|tomorrow|by|on|at|this)\b",
        r"\b(?:tender|offer|window|sale|registration|auction|filing) closes?\b",
        rf"\b(?:some|about|around|at least|over|nearly) \d{{1,5}} {_EN_PEOPLE}",
        r"\bwhole (?!thing|time|day|screen|system|page|text|file|morning|week|night"
        r"|process)[a-z]{3,}",
        r"\b\d{1,5} [a-z]+ to [a-z]+ (?:before|by)\b",
        r"\bi (?:can't|cannot|can not) work\b",
        r"\bcolleagues are fine\b|\bothers are fine\b|\bthe others work\b",
    ),
}

# Said, and meaning that there is none.
NONE = (
    r"\b(?:personne|rien) n'est (?:bloque|coince|gene|impacte|touche|blesse|a l'interieur)\w*",
    r"\b(?:aucun|pas d'|sans) ?(?:impact|consequence|gene|urgence|blesse)\w*",
    r"\b(?:nobody|no one) is (?:stuck|inside|trapped|affected|blocked|hurt|injured|waiting)\b",
    r"\b(?:no|without any) (?:impact|consequence|effect|urgency|injur)\w*",
    r"\b(?:with )?(?:nobody|no one) (?:inside|in the car|waiting|hurt)\b",
)
