"""Words of a step's title or question that tell which kind of sign its answer gives."""

WORDS = {
    "thing": {
        "fr": """
appareil, materiel, equipement, produit, module, logiciel, en cause, numero de serie, etiquette,
modele, objet, de quoi s agit il, avec quoi, quel programme, quel ecran, quelle fonction, machine,
reference, document, vehicule
""",
        "en": """
device, equipment, product, module, software, asset, serial number, label, model, about what,
what is it about, what it is about, the problem with, machine, which screen, which program,
reference, document, vehicle, item
""",
    },
    "place": {
        "fr": """
etage, lieu, ou etes vous, adresse, site, piece, salle, service, batiment, immeuble, agence,
magasin, chambre, bureau, quai, ville, entree, localisation, emplacement, dans quel, dans quelle
""",
        "en": """
floor, where, place, address, site, room, ward, building, branch, store, bedroom, office, dock,
town, entrance, location, shop, which building, aisle
""",
    },
    "time": {
        "fr": """
quand, depuis, date, heure, moment, frequence, combien de fois, duree, a commence, debut, echeance
""",
        "en": """
when, since, date, time, how often, how long, frequency, began, started, duration, deadline
""",
    },
    "symptom": {
        "fr": """
symptome, ce que fait, que fait, se passe, description, decrivez, constatez, observe, observez,
que voyez vous, ce que vous voyez, entendez, bruit, odeur, portes, comportement,
combien de secondes
""",
        "en": """
symptom, what it does, what the lift does, does it do, what happens, description, describe,
do you see, you see, hear, noise, smell, behaviour, doors, how many seconds
""",
    },
    "error": {
        "fr": """
erreur, message, message affiche, code affiche, code erreur, mot pour mot, affiche, ecrit
""",
        "en": """
error, message, code on, error code, word for word, displayed, on the display, written
""",
    },
    "effect": {
        "fr": """
consequence, impact, combien de personnes, combien sont, touches, touchees, gravite, personnes,
personne bloquee, empeche, travailler, soins, attendent, combien de postes, retard, genes, blesse,
malade
""",
        "en": """
effect, impact, how many people, how many are, affected, severity, people, trapped, stuck, held up,
work another way, waiting, consequence, blocked, late, hurt, ill
""",
    },
}
