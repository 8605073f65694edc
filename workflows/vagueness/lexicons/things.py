"""Things that a ticket can be about, over many trades, and how the subject of a trouble looks."""

WORDS = {
    "fr": """
ascenseur, monte charge, elevateur, escalator, escalier mecanique, trottoir roulant, cabine,
porte, portes, portail, portillon, barriere, tourniquet, rideau metallique, volet, serrure,
verrou, poignee, gache, interphone, visiophone, digicode, badge, badgeuse, lecteur de badge,
cle, alarme, camera, detecteur, sirene, extincteur, desenfumage, luminaire, lampe, ampoule,
neon, eclairage, interrupteur, prise, disjoncteur, tableau electrique, fusible, onduleur, groupe
electrogene, compteur, panneau, borne, automate, capteur, moteur, variateur, ventilateur, pompe,
vanne, courroie, chaudiere, bruleur, radiateur, chauffage, chauffe eau, ballon, cumulus,
thermostat, circulateur, robinet, mitigeur, canalisation, tuyau, evier, lavabo, douche, wc,
toilettes, chasse d eau, siphon, climatisation, clim, climatiseur, vmc, pompe a chaleur, pac,
poele, echangeur, purgeur, vase, ordinateur, pc, portable, poste, poste fixe, unite centrale,
tablette, chariot, clavier, souris, ecran, moniteur, imprimante, photocopieur, copieur, scanner,
webcam, micro, casque, haut parleur, videoprojecteur, projecteur, serveur, disque, disque dur,
cle usb, station d accueil, batterie, chargeur, cable, routeur, switch, box, modem, wifi, vpn,
reseau, internet, fibre, nas, telephone, combine, smartphone, mobile, standard telephonique,
messagerie, boite mail, mail, mails, outlook, excel, word, teams, windows, navigateur, chrome,
firefox, site web, portail web, intranet, extranet, erp, crm, wms, base de donnees, sauvegarde,
pilote, licence, session, compte, mot de passe, mdp, identifiant, certificat, signature
electronique, fichier, dossier, pdf, piece jointe, facture, facturation, devis, avoir, bon de
livraison, bon de commande, commande, bordereau, etiquette, bulletin, bulletin de paie, fiche de
paie, paie, dsn, tva, declaration, liasse, bilan, balance, grand livre, journal, ecriture,
ecritures, releve, rapprochement, virement, prelevement, fec, cloture, immobilisation, tableau
de bord, formulaire, rapport, tableau, planning, agenda, catalogue, caisse, tiroir, tiroir
caisse, tpe, terminal, terminal de paiement, douchette, lecteur, pave numerique, code barre,
code barres, ticket, tickets, rouleau, carte, carte bancaire, carte cadeau, carte de fidelite,
promo, promos, promotion, remise, tarif, prix, article, stock, inventaire, distributeur,
monnayeur, rendeur de monnaie, machine a cafe, machine a glacons, lave vaisselle, lave linge,
seche linge, four, hotte, plaque, friteuse, frigo, refrigerateur, congelateur, chambre froide,
vitrine, cellule, etuve, autoclave, centrifugeuse, microscope, incubateur, respirateur, pousse
seringue, perfusion, lit medicalise, defibrillateur, irm, radio, echographe, console, lecteur de
carte, carte vitale, dossier patient, ordonnance, resultats, camion, remorque, semi remorque,
chariot elevateur, transpalette, niveleur, convoyeur, tapis, trieur, palettiseur, filmeuse, quai
de chargement, porte sectionnelle, pistolet, flasheuse, pda, gps, tachygraphe, pneu, vehicule,
voiture, grue, nacelle, palan, treuil, citerne, cuve, silo, bouton, voyant, afficheur, touche,
telecommande, joystick, flexible, joint, filtre, cartouche, toner, bac, roulement, verin,
compresseur, soudeuse, tour numerique, imprimante 3d, formation en ligne, espace client, espace
numerique, visio, visioconference, page, application mobile, colis, photo, photos, acte, actes,
constat, panier, code promo, bon d achat, robot, pompe de relevage, tele, television, decodeur,
abonnement, ligne, girouette, valideur, valise de diag, pont elevateur, fauteuil, turbine,
panneau lumineux, panneau solaire, eclairage public, tondeuse, tracteur, moissonneuse, arrosage,
store, fenetre, vitre, plafond, toit, gouttiere, poele a granules, horloge, pendule, minuteur,
sonnette, sonde, balise, radar, antenne, relais, bracelet, tensiometre, thermometre, bateau,
velo, trottinette, borne de recharge, contrat, police, sinistre, attestation, relance, note de
frais, conges, pointage, pointeuse, newsletter, base clients, fiche client, signature, lumiere,
vantail, rail, tubulure, biologie, plancher chauffant, groupe de securite, comptes, exercice,
lettrage, cotisation, bulletins, etiquettes, film, tournee, boite d envoi, charniere, tableau
excel, prise de courant, peripherique, ampoules, lecteur d empreintes, traceur, traceur de
plans, fontaine, fontaine a eau, porte coupe feu, sous titres, chaine, machine a laver, minibus,
bus, orgue, plaque a induction, tambour, linge, camion benne, page d accueil, offres, robinet
exterieur, sepa, iban, empreinte, grille, portique, rideau, enceintes, table de mixage,
sonorisation, sono, tableau blanc, stylet, vidange, huile, benne, motopompe, brancard,
etiqueteuse, monte plats, porte cochere, favoris, photocopieuse, standard, acces, flacon,
flacons, bons de prepa, pistolet de caisse, la presse, drive, hayon, scope, scopes, ruban,
armoire a pharmacie, bip
""",
    "en": """
lift, elevator, escalator, goods lift, hoist, travelator, cabin, handrail, landing door, door,
doors, gate, barrier, turnstile, shutter, roller shutter, lock, handle, intercom, entryphone,
keypad, badge, badge reader, card reader, key, key card, keycard, fob, alarm, camera, detector,
siren, light, lights, lamp, bulb, switch, socket, breaker, fuse, fuse board, ups, generator,
meter, panel, kiosk, sensor, motor, drive, fan, pump, valve, belt, boiler, burner, radiator,
rads, heating, heater, cylinder, thermostat, tap, pipe, sink, basin, shower, toilet, cistern,
drain, heat pump, air con, air conditioning, aircon, chiller, ventilation, pilot light, stove,
flue, computer, pc, laptop, desktop, workstation, tablet, trolley, keyboard, mouse, screen,
monitor, printer, copier, photocopier, scanner, webcam, mic, microphone, headset, speaker,
projector, server, hard drive, disk, usb stick, dock, docking station, battery, charger, cable,
router, modem, wifi, vpn, network, internet, broadband, fibre, nas, telephone, phone, phones,
handset, smartphone, extension, voicemail, mailbox, inbox, email account, outlook, excel, word,
teams, windows, browser, chrome, firefox, website, web page, portal, intranet, erp, crm, wms,
database, backup, driver, licence, license, session, account, password, username, certificate,
file, folder, pdf, attachment, spreadsheet, invoice, invoices, credit note, quote, delivery
note, order, manifest, label, labels, payslip, payroll, vat, vat return, tax code, tax return,
balance sheet, ledger, journal, bank statement, statement, reconciliation, month end, dashboard,
form, report, calendar, rota, catalogue, schedule, pick list, till, cash drawer, drawer, card
machine, card terminal, payment terminal, pinpad, pin pad, barcode, receipt, receipts, receipt
printer, receipt roll, gift card, loyalty card, discount, promotion, price, price label, self
checkout, checkout, scale, weighbridge, stock, inventory, vending machine, ticket machine,
coffee machine, ice machine, dishwasher, washing machine, dryer, oven, hood, hob, fryer, fridge,
freezer, cold store door, display cabinet, incubator, autoclave, centrifuge, microscope,
ventilator, syringe pump, infusion pump, defibrillator, mri, x ray, ultrasound, viewer, chart,
patient record, record, records, prescription, lab results, truck, lorry, trailer, forklift,
pallet truck, conveyor, sorter, dock leveller, dock door, handheld, scanner gun, gps,
tachograph, tyre, vehicle, crane, winch, tank, silo, button, call button, display, indicator,
remote, hose, seal, filter, cartridge, toner, tray, bearing, compressor, welder, smart meter,
booking form, mobile app, pop up, popup, screen saver, video call, emergency phone, parcel,
package, photo, photos, upload, claim, basket, cart, voucher, coupon, promo code, email, emails,
robot, sump pump, tv, television, set top box, landline, inverter, solar panel, destination
sign, sign, validator, diagnostic tool, gearbox, car ramp, ramp, chair, handpiece, street light,
street lights, streetlight, mower, tractor, harvester, irrigation, blind, window, carpet,
gutter, clock, timer, doorbell, smoke detector, probe, beacon, aerial, antenna, relay,
wristband, thermometer, boat, bike, scooter, charging point, charging station, contract, policy,
reminder, expense report, timesheet, newsletter, mailing list, purchase order, signature, leaf,
rail, results, underfloor heating, safety valve, extractor, accounts, financial year, matching,
pension, payslips, order kiosk, film, wrapper, palletiser, round, outbox, mail, hinge, revolving
door, address, change, macro, sheet, budget sheet, blinds, stretcher, bins, bin, organ,
whiteboard, whiteboard pen, pen, fountain, water fountain, minibus, bus, pallet wrapper,
sockets, pharmacy robot, firmware, landing page, login page, smoke alarm, hot desk, shared
drive, pay file, leave form, picture, passes, pass, diesel, mixer, mixing desk, stylus,
subtitles, strap, seat, urinal, hand dryer, dough, labeller, latch, vessel, vial, vials,
bookmarks, switchboard, login, drop down, opening balances, pumps, pick lists, tote, totes,
expansion vessel, transfer, wages, tail lift, canteen card, click and collect, ribbon, drug
cabinet, door entry panel
""",
}

# What could be anything: naming it says nothing.
GENERIC = {
    "fr": """
truc, chose, machin, bidule, ca, machine, appareil, systeme, materiel, equipement, logiciel,
outil, appli, application, programme, produit, service, installation, informatique, technique,
element, probleme, souci, pb, panne, bug, incident, anomalie, erreur, message, cas, situation,
demande, client, cliente, clients, appelant, appelante, utilisateur, utilisatrice, patient,
patients, monsieur, madame, mme, dame, gens, personne, personnes, gardien, technicien, collegue,
collegues, infirmiere, medecin, docteur, responsable, correspondant, locataire, comptable,
comptables, salarie, agent, enfant, matin, soir, apres, midi, jour, jours, heure, heures,
minute, minutes, semaine, nuit, fois, lundi, mardi, mercredi, jeudi, vendredi, samedi, dimanche,
fin, debut, suite, reste, total, meme, autre, autres, tout, tous, cela, il, elle, on, je, nous,
vous, ils, elles, que, qui, quoi, rien, aucun, aucune, plus, pas, moins, tres, trop, bien, mal,
depuis, quand, mais, donc, car, alors, puis, bonjour, merci, svp, urgent, etage, batiment, bloc,
rez, salle, site, chambre, bureau, connexion, ouverture, appel, code, note, info, rappel,
attention, lieu,
adresse, nom, contact, objet, sujet, description, odeur, odeurs, bruit, bruits, fuite,
fumee, temperature, pression, le, la, les, une, des, mon, mes, ses, son, notre, nos, votre, vos,
leur
""",
    "en": """
thing, things, stuff, it, machine, device, system, equipment, software, tool, app, application,
program, programme, product, service, unit, kit, it, technical, item, problem, issue, issues,
fault, bug, error, errors, message, case, situation, request, something, anything, nothing,
everything, customer, customers, client, user, users, caller, patient, patients, guest, tenant,
man, woman, lady, people, person, staff, nurse, doctor, engineer, technician, manager,
colleague, colleagues, agent, nobody, somebody, someone, everyone, everybody, one, he, she,
they, we, you, i, this, that, these, those, there, here, what, which, who, how, when, why,
where, morning, afternoon, evening, night, day, week, hour, minute, time, end, rest, same,
other, others, all, some, any, many, most, not, no, still, only, just, now, today, yesterday,
tomorrow, since, hello, hi, please, thanks, urgent, floor, room, building, site, and, but, then,
also, is, are, was, has, cannot, can, could, does, do, unable, call, code, name, address,
subject, location,
date, noise, noises, smell, leak,
smoke, temperature, pressure, grinding, customers, whole,
the, our, your, his, her, their, both, way,
side, top, bottom
""",
}

# NOUN and its company stand for patterns of rules.py.
SUBJECTS = {
    "fr": (
        r"\b(?:l'|(?:le|la|les|un|une|mon|ma|mes|notre|nos|votre|vos|son|sa|ses|leur|leurs|cet"
        r"|cette"
        r"|ce|ces) )(?P<noun>{NOUN})(?: {MORE}){0,5}?,? (?:qui )?(?:{VERB})",
        r"(?:^|[.:;!] ?)(?:[a-z]')?(?P<noun>{NOUN})(?: {MORE}){0,5}? (?:qui )?(?:{VERB})",
        r"\b(?:probleme|souci|pb|bug|panne|defaut|dysfonctionnement)s? "
        r"(?:d'|de |du |des |avec |sur |au niveau d[eu] )(?:l'|le |la |les |mon |ma |son |sa "
        r"|notre )?"
        r"(?P<noun>{NOUN})",
        r"\b(?P<noun>{NOUN}) (?:n°|no |numero )? ?\d{1,4}\b",
        r"^(?P<noun>{NOUN})(?: {MORE}){0,3} ?: ?[a-z«]",
        r"\b(?P<noun>(?:machine|appareil|logiciel|module|ligne|systeme|poste) (?:a |de "
        r"|d')[a-z]{3,})",
    ),
    "en": (
        r"\b(?:the|an?|my|our|your|his|her|their|this|that|both|all) (?P<noun>{NOUN})"
        r"(?: {MORE}){0,4}? (?:{VERB})",
        r"(?:^|[.:;!] ?)(?P<noun>{NOUN})(?: {MORE}){0,4}? (?:{VERB})",
        r"\b(?:problem|issue|trouble|fault)s? with (?:the |my |our |his |her "
        r"|their )?(?P<noun>{NOUN})",
        r"\b(?P<noun>{NOUN}) (?:issue|problem|trouble|failure|fault)s?\b",
        r"\b(?P<noun>{NOUN}) (?:no\.? |number |#)?\d{1,4}\b",
        r"^(?P<noun>{NOUN})(?: {MORE}){0,3} ?: ?[a-z'“]",
        r"\b(?P<noun>(?!(?:the|whole|new|old|same|this|that|your|our|my|his|her|entire|other"
        r"|slow|one"
        r"|each|every|any|some|and|with|from|for) )[a-z]{3,} (?:machine|line|system|software|module"
        r"|export|import|printer|unit))\b",
    ),
}
VERBS = {
    "fr": r"ne\b|n'|s'(?:arrete|eteint|ouvre|allume|affiche|est)|se (?:met|ferme|bloque|coupe"
    r"|deconnecte)"
    r"|affiche|indique|reste|sort|fait|claque|bipe|clignote|coule|fuit|redemarre|plante|rame|bug"
    r"|marche|fonctionne|imprime|decroche|perd|coupe|chauffe|vibre|grince|tourne|est |sont |hs\b"
    r"|en panne|a l'arret|bloque|hors service|muet|fige|ferme",
    "en": r"(?:won|doesn|don|isn|aren|can|hasn|wasn)'t|(?:does|do|is|are|will|has|was"
    r"|were) (?:not )?"
    r"|keeps?|stays?|shows?|says?|reads?|displays?|stop(?:s|ped)|goes|comes|gives?|makes?|drops?"
    r"|jams?|leaks?|flickers?|freezes|froze|crash(?:es|ed)?|closes|trips?|beeps?|hums?|slips?"
    r"|fails?"
    r"|failed|broken|down\b|out of (?:order|service)|stuck|dead|not |no longer|only |slow\b"
    r"|cracked",
}
