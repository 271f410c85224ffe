# Vérification de nombreuses lignes à la fois.

## Pourquoi une ligne n’a pas de réponse, ou une autre que « authentic ».

reason-code-missing = La ligne n’a pas de code de vérification : un certificat ne se trouve que par son code.
reason-several-codes = La ligne désigne plusieurs certificats : donnez à chacun sa propre ligne.
reason-row-length = La ligne a { $cells } cellules pour { $columns } colonnes : un séparateur à l’intérieur d’une valeur demande des guillemets autour d’elle.
reason-birth-date-unreadable = La date de naissance est illisible : écrivez-la 2007-03-14 ou 14/03/2007.
reason-name-differs = Le certificat concerne une personne d’un autre nom.
reason-name-swapped = Le certificat concerne ce nom, prénom et nom inversés.
reason-name-spelling = Le certificat concerne un nom qui diffère d’une lettre ou par ses espaces.
reason-name-part = Le certificat concerne un nom avec des mots en plus ou en moins : particule, second prénom, nom d’usage.
reason-name-other-last = Le certificat concerne un autre nom, avec le même prénom et la même date de naissance : peut-être un nom d’usage.
reason-requirement-comparison = L’exigence « { $given } » n’a pas de ≥ (ou >=) : écrivez par exemple score ≥ 512.
reason-requirement-subject = L’exigence porte sur « { $given } » : elle peut porter sur le score, le niveau, ou une compétence avec son code.
reason-requirement-competence = L’exigence nomme une compétence qui n’existe pas : { $given }.
reason-requirement-level = L’exigence nomme un niveau qui n’existe pas : { $given }.
reason-requirement-number = L’exigence demande un nombre entier après ≥, pas « { $given } ».
reason-requirement-reach = L’exigence demande { $given }, plus que le maximum possible, { $highest }.
