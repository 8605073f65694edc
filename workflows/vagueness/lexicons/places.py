"""Where things are: places that name themselves, and forms that need a number or a name."""

WORDS = {
    "fr": """
accueil, a la reception, de la reception, hall d entree, hall, couloir, escalier, cage d
escalier, sous sol, rez de chaussee, rdc, mezzanine, chaufferie, local technique, local
poubelle, garage, dans la cave, cuisine, salle de bain, salle de bains, salle d attente, salle
de reunion, salle serveur, de la chambre, dans la chambre, du salon, dans le salon, du bureau,
dans le bureau, au bureau, open space, atelier, a l atelier, entrepot, reserve, quai de
chargement, zone froide, hangar, bloc operatoire, du bloc, au bloc, urgences, radiologie,
imagerie, pediatrie, maternite, cardiologie, chirurgie, reanimation, neonatologie, pharmacie,
laboratoire, labo, poste de soins, salle de soins, consultation, service comptable, rayon, ligne
de caisse, vestiaire, cantine, refectoire, gymnase, cdi, chez lui, chez elle, chez moi, a
domicile, au domicile, gare, aeroport, station service, usine, salle informatique, toit,
terrasse, jardin, cour, loge, entree principale, piscine, mediatheque, bibliotheque, mairie,
salle du conseil, salle des fetes, salle polyvalente, petit bassin, grand bassin, vestiaires,
lotissement, hameau, village, quartier, frontiere, douane, grange, etable, verger, ponton, gare
routiere, aire de repos, peage, a la cantine, a l ecole, au college, au lycee, au stade, au
guichet, au comptoir, en salle, en cuisine, en boutique, en rayon, au depot, du depot, a l
agence, de l agence, au siege, du siege, a l entree, de l entree, a la sortie, sur le chantier,
au secretariat, du secretariat, salle des professeurs, salle de sport, salle de classe, au
standard, de l atelier, au grenier, combles, palier, sejour, chambres, rayon frais, a l etage,
dans la cour, cave, buanderie, comptoir, secretariat, rez de jardin, salon, rampe, foyer,
chapelle, eglise, temple, sanitaires, cote cour, cote jardin, cote rue, cote parking, cote nord,
cote sud, exterieur, facade, perron, preau, dortoir, infirmerie, vestibule, sas, lingerie,
machinerie, gaine technique, cimetiere, marche couvert, halles, plage, camping, piste, tarmac,
embarcadere, plateforme, caserne, tribunal, greffe, entree du personnel, entree des artistes,
parvis, porche, abri, grille d entree, coulisses, scene, regie, loges, internat, economat,
verriere, patio, coursive, au bar, du bar, le plateau, au restaurant, du restaurant, le
restaurant, au parking, du parking, le parking, dans la rampe, pente, quais
""",
    "en": """
reception, front desk, lobby, hallway, corridor, stairwell, staircase, basement, ground floor,
top floor, first floor, second floor, third floor, upstairs, downstairs, plant room, boiler
room, garage, kitchen, bathroom, bedroom, living room, in the hall, in the office, back office,
meeting room, waiting room, server room, open space, call centre, call center, workshop,
warehouse, loading bay, cold store, operating theatre, theatre, emergency room, emergency
department, radiology, paediatrics, pediatrics, maternity, cardiology, intensive care, pharmacy,
laboratory, in the lab, nurses station, nurse station, at the counter, deli counter, stockroom,
stock room, canteen, gym, at home, from home, railway station, airport, petrol station, roof,
terrace, garden, yard, main entrance, front entrance, back entrance, pool, library, town hall,
council chamber, assembly hall, treatment room, changing room, village, hamlet, neighbourhood,
border, barn, greenhouse, stable, orchard, quay, harbour, marina, bus station, at school, at the
stadium, ticket office, box office, head office, headquarters, staff room, staffroom, classroom,
gymnasium, locker room, cloakroom, landing, attic, loft, site office, building site, shop floor,
sales floor, vault, cellar, courtyard, nursery, playground, chapel, arena, foyer, auditorium,
lounge, bedrooms, icu, utility room, in the yard, outdoors, in chilled, dining room, shelves,
outside, ramp, boardroom, church, bay, forecourt, porch, patio, annexe, annex, outbuilding,
shed, hangar, runway, tarmac, pier, beach, campsite, market hall, cemetery, barracks, courtroom,
dormitory, sick bay, infirmary, laundry room, linen room, engine room, dressing room, backstage,
stage door, gallery, concourse, mezzanine, walkway, bridge, tunnel, underpass, south side, north
side, east side, west side, window wall, staff entrance, goods in, goods out, tool room, paint
shop, assembly line, switch room, comms room, post room, mail room, print room, the bar, at the
restaurant, the restaurant, the car park, in the car park, railings, slope
""",
}

# What stands behind “in” and “dans” and is no place, beside things and generic nouns.
ABSTRACT = {
    "fr": """
journee nuit matinee soiree semaine heure heures minute minutes secondes mois annee jour jours cas
doute ensemble foulee meme idee mesure limite but vide sens ordre detail details espoir attente
liste champ colonne ligne lignes partie rubrique menu onglet version mise mode cadre temps main
mains
boucle ailleurs immediat panneau travail mauvais bon bonne tous toutes deux trois certains plusieurs
quelques chaque quel quelle cette mauvaise nouveau nouvelle premier premiere texte nom tete corps
circuit air eau gaz huile bruit rouge vert noir blanc avance retard avant apres
""",
    "en": """
morning afternoon evening night meantime meanwhile moment time times order case event past future
middle end start beginning wrong right same last first next least most list field column line lines
part section menu tab version mode course process hand mind total fact name text title word words
background loop series circuit amount value size colour color number numbers figures minute minutes
hours days weeks months year years way head body back bottom left side range sense hope water air
queue hurry
""",
}

# Read on folded text, and those with capitals on the text as it is cased.
PATTERNS = {
    "fr": (
        r"\b(?:dans|derriere|devant|pres d[eu]|au fond d[eu]|a cote d[eu]|en face d[eu]"
        r"|au bout d[eu])"
        r" (?:le |la |les |l'|notre |nos |votre |un |une )?(?P<noun>[a-z]{4,})",
        r"\b(?:salle|chambre|bureau|bat(?:iment)?|etage|niveau|quai|allee|travee|appartement|appt?"
        r"|logement|cabinet|guichet|cour|terrain|bassin|vestiaire|atelier|serre|zone|secteur|lot"
        r"|hall|aile|bloc|escalier|entree|rayon|labo|box|voie|parcelle|lit)"
        r" (?:n°|no |numero )?(?:[a-z]{1,2}-?\d{1,4}|\d{1,4}[a-z]?|[a-z])\b",
        r"\b(?:aile|entree|facade|cote|parking|acces|sortie|porte|hall) (?:nord|sud|est|ouest)\b",
        r"\b(?:au|du|le|l'|entre le|a l'|dernier|premier|deuxieme|troisieme) ?(?:\d{1,2} ?(?:er"
        r"|eme|e|nd)? )?"
        r"(?:etage|sous-sol|niveau)\b",
        r"\b\d{1,2} ?(?:er|eme|e|nd) (?:etage|sous-sol|niveau)\b",
        r"\b(?:au|du|le|entre le|jusqu'au) \d{1,2} ?(?:er|eme|e|nd)\b(?! ?(?:janv|fev|mars|avril"
        r"|mai|jui"
        r"|aout|sept|oct|nov|dec))",
        r"\b(?:rayon|service|bureau) (?:de |du |des |d'|de la )?(?:m|mr|mme|[a-z]{4,})\b",
        r"\b(?:rue|avenue|boulevard|impasse|chemin|quai|place) (?:de |du |des |d'|de la "
        r"|de l')[a-z]{3,}",
        r"\bsur (?:l'a|la n|la d)\d{1,4}\b",
        r"\bentre (?:le |deux |la )?(?:\d{1,2}|etages|rez-de-chaussee)(?:e|eme|er)?\b",
    ),
    "en": (
        r"\b(?:in|at|behind|outside|inside|near|next to|in front of|opposite) (?:the |our |your "
        r"|a )"
        r"(?P<noun>[a-z]{4,})",
        r"\b(?:room|ward|floor|level|flat|apartment|suite|bay|aisle|gate|dock|platform|building"
        r"|block"
        r"|unit|zone|lab|wing|surgery|desk|court|pitch|pool|stage|studio|theatre|pier|berth|gate"
        r"|counter|bed|area|plot) (?:no\.? "
        r"|number )?(?:[a-z]{1,2}-?\d{1,4}|\d{1,4}[a-z]?"
        r"|[b-hj-z])\b",
        r"\b(?:\d{1,2}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|top|ground) floor\b",
        r"\b(?:north|south|east|west|main|front|back|side|rear|staff) (?:entrance|wing|gate|side"
        r"|exit|door)\b",
        r"\b(?:in|at|on) the (?:[a-z]+ )?(?:office|shop|store|depot|branch|plant|factory|clinic"
        r"|bend|hatch"
        r"|entrance|bedroom|kitchen|desk|village|school|border|farm|field|garden|pool|museum"
        r"|church|counter|yard|hall|lounge|corridor|ceiling|roof|lab"
        r"|library)\b",
        r"\b(?:kitchen|bedroom|bathroom|hall|office|bar|lobby|cellar|shop) (?:ceiling|floor|wall"
        r"|window)\b",
        r"\bbetween floors\b",
        r"\b(?:pass|passes|passing|past|on|reach|reaches|above|below) the \d{1,2}(?:st|nd|rd|th)\b",
    ),
}
NAMED = {
    "fr": (
        r"\b(?:[Rr]ue|[Aa]venue|[Bb]oulevard|[Ii]mpasse|[Cc]hemin|[Rr]esidence|[Tt]our|[Ii]mmeuble"
        r"|[Ss]ite|[Mm]agasin|[Aa]gence|[Bb]outique|[Ee]ntrepot|[Dd]epot|[Cc]linique|[Hh]opital"
        r"|[Uu]sine"
        r"|[Ee]cole|[Cc]ollege|[Ll]ycee|[Gg]are|[Cc]entre|[Qq]uartier|[Cc]ampus|[Hh]otel"
        r"|[Ss]alle|[Aa]telier|[Bb]ureau|[Cc]hantier) "
        r"(?:de |du |des |d'|de la |de l')?(?:[A-Z][\w-]+)",
        r"\b(?:abonnee?s?|clients?|agents?|equipe|collegues?|usagers?|habitants?|secteur|region"
        r"|ville|commune|cote|direction) (?:de |d')[A-Z][a-z-]{2,}",
        r"\b(?:pres de|a cote de|en face de|vers) (?!Mme|Monsieur|Madame)[A-Z][a-z-]{2,}",
    ),
    "en": (
        r"\b(?:near|outside|around|north of|south of|east of|west of) [A-Z][a-z]+\b",
        r"\b[A-Z][a-z]+ (?:House|Court|Street|Road|Avenue|Lane|Tower|Towers|Square|Park|Place"
        r"|Way|Hall)\b",
        r"\b[A-Z][a-z]+ (?:store|room|depot|warehouse|branch|site|office|clinic|shop|factory|plant"
        r"|station)\b",
        r"\b(?:in|at|from) (?!The|January|February|March|April|May|June|July|August|September"
        r"|October"
        r"|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Excel|Word"
        r"|Outlook"
        r"|Teams|Chrome|Windows|Step|English|French|German|Spanish|Italian|Dutch|Korean|Chinese"
        r"|Japanese)[A-Z][a-z]{2,}\b",
    ),
    "": (r"\b[\xc0\xe0] (?:la |l')?[A-Z\xc9][a-z\xe0-\xff]+",),
}
