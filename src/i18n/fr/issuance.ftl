# Ce qui est dit d’une ligne de résultats que l’on délivre, ou non.
issuance-changed = déjà délivré sous { $id } avec un autre contenu
issuance-changed-remedy = pour le corriger, utilisez sceau supersede { $id }
issuance-duplicate = cette personne a déjà le certificat { $id } pour un examen du même jour
issuance-duplicate-remedy = si c’est le même examen, retirez la ligne
issuance-failed = non délivré : { $error }
issuance-errors-line = Ligne
issuance-errors-holder = Personne
issuance-errors-column = Colonne
issuance-errors-value = Valeur
issuance-errors-rule = Règle
issuance-errors-problem = Problème
issuance-errors-remedy = Que faire
