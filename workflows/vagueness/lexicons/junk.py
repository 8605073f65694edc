"""What is written to fill a field: whole texts that say nothing, and words that add nothing."""

# The whole text, folded, without its punctuation.
WHOLE = {
    "fr": """
ras, r a s, rien a signaler, idem, id, idem que ci dessus, idem ci dessus, pareil, meme chose,
meme probleme, la meme chose, voir ci dessus, voir ci dessous, voir plus haut, voir dessus, voir
titre, cf titre, voir objet, cf ci dessus, cf objet, cf mail, voir mail, voir historique, cf
historique, voir ticket, cf ticket, idem ticket, voir piece jointe, cf pj, voir pj, comme dit,
comme vu, comme convenu, deja dit, deja explique, neant, aucun, aucune, rien, non renseigne, non
precise, non communique, nc, n c, na, n a, nsp, so, s o, sans objet, a completer, a definir, a
voir, a remplir, a preciser, inconnu, inconnue, pas d info, pas d infos, pas d idee, sans plus,
je ne sais pas, ne sait pas, sais pas, aucune idee, test, essai, tests, toto, tata, titi, bla,
blabla, bla bla, xxx, xx, x, ok, oui, non, ca marche pas, ca ne marche pas, ca va pas, aide, a l
aide, help, sos, urgent, tres urgent, urgence, au secours, divers, autre, autres, probleme,
demande, incident, question, appel, rappel, ticket, info, infos, etc, ci joint, ci jointe, voir
ci joint, cf ci joint, rien a ajouter, rien de plus, rien d autre, non specifie, non indique,
non fourni, erreur, resolu, probleme resolu, voir fiche, voir la fiche, cf fiche, pour l instant
""",
    "en": """
nothing to report, nothing to add, nothing, none, nil, null, n a, na, not applicable, not
available, unknown, same, same as above, same issue, same problem, same again, ditto, idem, see
above, see below, see title, see subject, see email, see mail, see notes, see history, see
ticket, see attached, see attachment, as above, as discussed, as agreed, as per call, as per
title, as before, as usual, already said, tbd, tbc, tba, to be confirmed, to be completed, to be
defined, no idea, i don t know, don t know, dunno, not sure, no info, no information, no
comment, no details, test, testing, foo, bar, foobar, blah, blah blah, xxx, xx, x, ok, yes, no,
help, help me, sos, urgent, very urgent, asap, emergency, it doesn t work, doesn t work, not
working, misc, other, various, problem, issue, request, question, call, callback, ticket, info,
etc, to check, to see, to follow, bla, bla bla, nothing more to add, nothing more, nothing else,
attached, enclosed, not specified, not provided, not given, error, solved, problem solved, see
record, see file, so far
""",
}

# Words that carry nothing inside a longer text either.
WORDS = {
    "fr": """
bonjour a tous, bonjour a toutes et a tous, tout a l heure, la derniere fois, rien de special,
rien de particulier, a tout hasard, comme d habitude, ce que je vous ai dit
""",
    "en": """
hello everyone, hi everyone, hi all, last time, nothing special, nothing in particular, as usual,
what i told you
""",
}

# A few words that only send the reader to somebody.
POLITE = frozenset(("please", "pls", "plz", "thanks", "thx", "svp", "stp", "merci"))
SAME = frozenset(("idem", "pareil", "same", "ditto", "id"))
LONGEST_SAME = 5
REFERRALS = ("voir avec", "vu avec", "demander a", "demandez a", "ask", "see with", "check with")
LONGEST_REFERRAL = 4

# Words that leave nothing when they are all that there is.
EMPTY = {
    "fr": """
a ai alors c as au aussi aux avec ca car ce cela ces cet cette ci comme d dans de des depuis
donc du elle elles en encore est et etait ete etre eu il ils j je l la le les leur leurs lui m
ma mais me mes mon n ne nos notre nous on ont ou par pas plus pour qu quand que qui quoi s sa se
ses si son sont sur t tout toujours tous toute tres trop un une va vers voila vos votre vous y
deja bien mal juste meme moi autre autres avant apres bonjour bonsoir salut coucou hello merci
mercis svp stp te plait plaisir cordialement cdt cdlt bonne bon journee soiree courage avance
beaucoup remerciements salutations respectueusement pouvez pouvons peut pourriez pourrait serait
possible veuillez prie priere faire fait necessaire voir regarder traiter intervenir
intervention contacter recontacter rappeler rappelle rappelez appeler appelez appel appelle
rappel tel telephoner demande demander demandes besoin souhaite souhaiterait voudrait veut aide
aider help urgent urgente urgence urgences vite rapidement asap dit dire signale signaler
indique explique client cliente clients appelant appelante utilisateur utilisatrice monsieur
madame mme dame gardien personne gens collegue quelqu certains certaines plusieurs quelques
mecontent mecontente enerve enervee furieux furieuse agace agacee insiste insistant colere
content contente ticket dossier precedent precedente dernier derniere mail objet titre dessus
dessous rien info infos information precision precisions question sujet concernant suite clique
cliquer clic essaie essaye utilise probleme problemes souci pb incident technique informatique
logiciel appli application systeme machine appareil materiel equipement truc chose machin
anomalie bjr bsr rdv fois details detail donner donne geste grave raccroche deconne completement
vraiment gros grosse nouveau nouvelle note ok refuse parler message special particulier cf vu
rappellera rappelera completer tard ulterieurement cata catastrophe horreur importe ras bol
suffit nul coupe coupee ligne communication bientot hier demain recurrent recurrente general
generale recommence recommencent echange conversation revenir explication explications repete
empire pire transmis ajouter presse pressee instant desole desolee resolu
""",
    "en": """
a about again all also am an and any are as at be been but by can could d did do does doesn don
for from get gets got had has have he her here hi him his how i if in is isn it its just ll m me
my no not of on or our out pls please re s she so some t than thanks thank that the their them
then there they this to too us very was we were what when which who will with would yes you your
hello hey dear good morning afternoon evening day kind regards best many much hope well great
advance sorry cheers needful kindly call callback ring back contact phone asap urgent urgently
quickly soon now need needs needed want wants help assistance assist support look check fix sort
deal customer client user users caller guest tenant somebody someone people person several few
upset angry unhappy furious annoyed happy complaining complains complaint service says said say
told tell reports report reported mentions asks ask click clicks clicked clicking tries tried
use uses using idea ticket previous email mail title subject above below same info information
details detail question issue issues problem problems trouble fault technical software app
application system machine device equipment thing things stuff something anything nothing
everything thx hiya rude hung messed up completely totally really new last time message give
gives given note ok talk speak wouldn special bad see earlier later fill into looking nightmare
disaster hopeless rubbish crap total dropped cut off line following conversation revert
happening failure general vague explanation worse repeat passed add more hurry far possible
further whatever likes record solved went away itself specified
""",
}
ROWS = ("azertyuiop", "qsdfghjklm", "wxcvbn", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890")
