# Vérification de nombreuses lignes à la fois.

## Pourquoi une ligne n’a pas de réponse, ou une autre que « authentic ».

reason-code-missing = La ligne n’a pas de code de vérification : un certificat ne se trouve que par son code.
reason-several-codes = La ligne désigne plusieurs certificats : donnez à chacun sa propre ligne.
reason-row-length = La ligne a { NUMBER($cells) ->
    [one] { NUMBER($cells) } cellule pour
   *[other] { NUMBER($cells) } cellules pour
  } { NUMBER($columns) ->
    [one] { NUMBER($columns) } colonne
   *[other] { NUMBER($columns) } colonnes
  } : un séparateur à l’intérieur d’une valeur demande des guillemets autour d’elle.
reason-birth-date-unreadable = La date de naissance est illisible : écrivez-la 2007-03-14 ou 14/03/2007.
reason-name-differs = Le certificat concerne une personne d’un autre nom.
reason-name-swapped = Le certificat concerne ce nom, prénom et nom inversés.
reason-name-spelling = Le certificat concerne un nom qui diffère d’une lettre ou par ses espaces.
reason-name-part = Le certificat concerne un nom avec des mots en plus ou en moins : particule, second prénom, nom d’usage.
reason-name-other-last = Le certificat concerne un autre nom, avec le même prénom et la même date de naissance : peut-être un nom d’usage.
reason-requirement-comparison = L’exigence « { $given } » n’a pas de ≥ (ou >=) : écrivez par exemple score ≥ 512.
reason-requirement-subject = L’exigence porte sur « { $given } » : elle peut porter sur le score, le niveau, ou une compétence avec son code.
reason-requirement-competence = L’exigence nomme une compétence qui n’existe pas : { $given }.
reason-requirement-level = L’exigence nomme un niveau qui n’existe pas : { $given }.
reason-requirement-number = L’exigence demande un nombre entier après ≥, pas « { $given } ».
reason-requirement-reach = L’exigence demande { $given }, plus que le maximum possible, { $highest }.

## Pourquoi un fichier n’a pas de réponse.

bulk-no-code = Aucune colonne ne contient le code de vérification. Les en-têtes sont : { $headers }.
bulk-no-such-column = Il n’y a pas de colonne { $given } pour { $field }. Les en-têtes sont : { $headers }.
bulk-column-twice = Les colonnes { $first } et { $second } veulent toutes deux dire { $field }.
bulk-columns-remedy = Intitulez la colonne « Code de vérification », ou dites laquelle compte, par exemple --column code="Ma colonne".
bulk-requirement-remedy = Écrivez par exemple : score ≥ 512, niveau ≥ Indépendant 1, compétence 2.2 ≥ 4.
bulk-no-csv = Les réponses ne peuvent pas être écrites en CSV.
bulk-no-xlsx = Les réponses ne peuvent pas être écrites en XLSX, qui contient 1 048 576 lignes et 32 767 caractères par cellule.
bulk-no-ods = Les réponses ne peuvent pas être écrites en ODS, que les tableurs ouvrent jusqu’à 1 048 576 lignes.
bulk-export-remedy = Demandez l’autre forme de réponses.
bulk-not-verified = Les lignes n’ont pas pu être vérifiées.
bulk-not-verified-remedy = Le fichier n’y est pour rien : réessayez plus tard.

## La ligne de commande.

bulk-title = { $count ->
    [one] { $count } ligne traitée
   *[other] { $count } lignes traitées
 } : { $file }
bulk-columns = Colonnes
bulk-passed-through = reprise sans être lue
bulk-outcomes = Résultats
bulk-near-names = dont noms proches du nom certifié
bulk-requirement = Exigence satisfaite : { $met }
bulk-written = Écrit dans { $file }

## L’API.

problem-rule-unanswered = Le fichier n’a pas encore de réponse : redemandez plus tard.
problem-rule-unanswerable = Le fichier ne peut pas recevoir de réponse : son état dit pourquoi.
problem-rule-no-file = Le formulaire ne contient pas de fichier, ou en contient plusieurs.
problem-rule-not-a-form = Les réponses peuvent être csv, xlsx ou ods.
problem-rule-not-a-language = La langue peut être fr ou en.
reason-line-malformed = La ligne n’est pas un objet JSON avec code, last_name, first_name, birth_date, requirement et reference sous forme de textes.
reason-line-too-long = La ligne est plus longue que toute question sur un certificat ; aucune ligne suivante n’a été lue.

## Le modèle à remplir.
bulk-template-code = Code de vérification
bulk-template-last-name = Nom
bulk-template-first-name = Prénom
bulk-template-birth-date = Date de naissance
bulk-template-requirement = Exigence
