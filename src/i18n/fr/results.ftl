# Les problèmes d’un fichier de résultats : ce qui ne va pas, et comment le corriger.
results-empty-file = Le fichier est vide.
results-empty-file-remedy = Vérifiez que c’est le bon fichier ; il faut une ligne d’en-têtes et une ligne par personne.
results-file-too-large = Le fichier est trop grand : il contient, ou donne une fois décompressé, plus de { $megabytes } Mo.
results-file-too-large-remedy = Répartissez la session en plusieurs fichiers, ou enregistrez la feuille sans images.
results-too-many-rows = Le fichier a plus de { NUMBER($rows) } lignes.
results-too-many-rows-remedy = Répartissez-le en plusieurs fichiers.
results-too-many-columns = Le fichier a plus de { NUMBER($columns) } colonnes.
results-too-many-columns-remedy = Retirez les colonnes qui ne sont pas des résultats et videz les cellules loin à droite du tableau.
results-not-text = Le fichier n’est ni du texte ni un classeur lisible.
results-not-text-remedy = Enregistrez-le à nouveau en CSV (UTF-8), XLSX, ODS ou JSON.
results-unreadable-spreadsheet = Le classeur ne s’ouvre pas : il est abîmé, protégé par un mot de passe ou d’un autre type.
results-unreadable-spreadsheet-remedy = Ouvrez-le dans votre tableur et enregistrez-le à nouveau, sans mot de passe, en XLSX, ODS ou CSV.
results-too-much-to-read = La lecture de ce classeur demande plus de temps ou de mémoire qu’aucune session.
results-too-much-to-read-remedy = Copiez les seules lignes dans une feuille neuve, sans mise en forme ni images, et enregistrez-la en XLSX, ODS ou CSV ; partagez-la si elle est très longue.
results-old-spreadsheet = C’est un classeur à l’ancien format .xls, qui n’est pas lu.
results-old-spreadsheet-remedy = Enregistrez-le en XLSX, ODS ou CSV.
results-other-sheets = Seule la première feuille visible a été lue ; autres feuilles : { $count }.
results-other-sheets-remedy = Si des résultats se trouvent sur d’autres feuilles, enregistrez chacune dans un fichier à part.
results-invalid-json = Le JSON est incorrect à la ligne { $line }.
results-invalid-json-remedy = Cherchez-y une virgule, un guillemet ou un crochet manquant.
results-not-records = Le JSON n’est pas un tableau d’objets.
results-not-records-remedy = Écrivez un objet par personne dans un tableau, seul ou sous la clé « results ».
results-missing-header = La colonne « { $french } » manque.
results-missing-header-remedy =
    { $alike ->
        [yes] Ajoutez une colonne intitulée « { $french } » ;
       *[no] Ajoutez une colonne intitulée « { $french } » ou « { $english } » ;
    } docs/results-columns.md les énumère toutes.
results-duplicate-header = Deux colonnes signifient « { $french } ».
results-duplicate-header-remedy = N’en gardez qu’une.
results-unknown-header = La colonne « { $column } » n’est pas connue et n’a pas été lue.
results-unknown-header-remedy = Rien à faire, sauf si l’en-tête est mal écrit ; docs/results-columns.md les énumère tous.
results-row-length = La ligne a { NUMBER($cells) ->
    [one] { NUMBER($cells) } cellule
   *[other] { NUMBER($cells) } cellules
  }, alors qu’il y a { NUMBER($columns) ->
    [one] { NUMBER($columns) } colonne
   *[other] { NUMBER($columns) } colonnes
  }.
results-row-length-remedy = Cherchez un séparateur manquant ou en trop, ou une valeur qui contient un séparateur ou un guillemet non fermé.
results-value-too-long = La valeur a plus de { NUMBER($characters) } caractères.
results-value-too-long-remedy = Raccourcissez-la, ou cherchez un guillemet non fermé qui a avalé les lignes suivantes.
results-control-character = La valeur contient un caractère invisible ({ $character }).
results-control-character-remedy = Saisissez-la à nouveau ; de tels caractères viennent d’un copier-coller.
results-not-a-value = Il y a une liste, un objet, une clé répétée ou une erreur de tableur au lieu d’une valeur.
results-not-a-value-remedy = Écrivez un texte, un nombre ou une date simple.
results-missing-value = La valeur manque.
results-missing-value-remedy = Indiquez-la.
results-invalid-date = Ce n’est pas une date.
results-invalid-date-remedy = Écrivez-la sous la forme 09/06/2026 ou 2026-06-09, avec quatre chiffres pour l’année.
results-implausible-birth = Aucune personne née avant { $year } ne peut avoir passé cet examen.
results-implausible-birth-remedy = Vérifiez l’année de naissance.
results-birth-after-exam = La date de naissance n’est pas antérieure à l’examen du { $exam }.
results-birth-after-exam-remedy = Vérifiez la date de naissance et la date de passage ; elles ont pu être échangées.
results-invalid-number = Ce n’est pas un nombre entier.
results-invalid-number-remedy = N’écrivez que des chiffres, sans décimales, espaces ni unité.
results-score-range = Le score dépasse le plus haut qui puisse être atteint, { $maximum }.
results-score-range-remedy = Vérifiez le score.
results-level-range = Le niveau dépasse le plus haut qui puisse être atteint, { $maximum }.
results-level-range-remedy = Indiquez un niveau de 0 à { $maximum }.
results-level-missing = Le niveau manque.
results-level-missing-remedy = Indiquez le niveau de chaque compétence, 0 si rien n’est établi ; ne les laissez tous vides que s’il n’y a rien à délivrer.
results-answered-range = Le test compte { $questions } questions : on ne peut pas en avoir traité davantage.
results-answered-range-remedy = Vérifiez le nombre de réponses et la date de passage.
results-correct-range = Il y a plus de réponses correctes que de réponses données ({ $answered }).
results-correct-range-remedy = Vérifiez les deux nombres ; les colonnes ont pu être échangées.
results-completed-too-soon = Le test est indiqué comme terminé, mais les { $questions } questions n’ont pas toutes été traitées.
results-completed-too-soon-remedy = Indiquez pourquoi il a pris fin : candidat, temps ou technique ; ou vérifiez le nombre de réponses.
results-invalid-flag = Ce n’est ni oui ni non.
results-invalid-flag-remedy = Écrivez oui ou non ; vide signifie non.
results-invalid-end = Cette fin de test n’est pas connue.
results-invalid-end-remedy = Écrivez terminé, candidat, temps ou technique.
results-invalid-language = Les certificats n’existent qu’en français et en anglais.
results-invalid-language-remedy = Écrivez fr ou en, ou laissez vide.
results-invalid-ine = Ce n’est pas un identifiant national d’élève ou d’étudiant.
results-invalid-ine-remedy = Il a neuf chiffres et deux lettres, ou dix chiffres et une lettre ; laissez vide s’il n’est pas connu.
results-invalid-uai = Ce n’est pas le numéro d’un établissement (UAI).
results-invalid-uai-remedy = Il a sept chiffres et une lettre ; laissez vide s’il n’est pas connu.
results-invalid-mail = Ce n’est pas une adresse électronique.
results-invalid-mail-remedy = Écrivez une seule adresse comme ada@exemple.fr, sans nom ni chevrons ; laissez vide si elle n’est pas connue.
results-invalid-status = Ce statut n’est pas connu.
results-invalid-status-remedy = Sont attendus Validée, Non obtenue, Rejetée ou Annulée, tels que la plateforme les exporte.
results-not-final = Ce résultat n’est pas définitif : le test est en cours ou sa correction a échoué.
results-not-final-remedy = Attendez que la session soit publiée, puis exportez-la à nouveau.
results-invalid-result = Le résultat est illisible.
results-invalid-result-remedy = Est attendu un score comme dans « Indépendant 1 (327 Pix) » ou « 41 Pix ».
results-other-certification = Cette ligne concerne une autre certification, sans compétences de ce cadre.
results-other-certification-remedy = Retirez la ligne ; elle ne peut pas être certifiée ici.
results-repeated-row = La ligne répète la ligne { $first } et n’a pas été retenue.
results-repeated-row-remedy = Rien à faire.
results-contradicting-row = La ligne donne un autre résultat pour le même examen que la ligne { $first } ; aucune des deux n’a été retenue.
results-contradicting-row-remedy = Déterminez laquelle est juste et retirez l’autre.
results-same-person = La même personne a déjà un résultat du même jour à la ligne { $first } ; aucune des deux lignes n’a été retenue.
results-same-person-remedy = Retirez la ligne fausse ; s’il s’agit d’homonymes, indiquez l’identifiant national des deux personnes.
