# Les lots de résultats, à la console.
console-program = Programme { $client }
console-pager = Pages
console-pager-first = Revenir au début
console-pager-next = Suite
console-new-tab = (nouvel onglet)
console-nothing = Ne rien changer

## La liste

console-batch-list-title = Résultats
console-batch-list-lead = Chaque fichier déposé passe un essai à blanc avant toute délivrance.
console-batch-list-empty = Aucun fichier n’a encore été déposé.
console-batch-list-caption = Du plus récent au plus ancien.
console-batch-file = Fichier
console-batch-state = État
console-batch-awarded = À délivrer
console-batch-issued = Délivrés
console-batch-when = Déposé le
console-batch-by = Par
console-batch-draft = À approuver
console-batch-running = En cours de délivrance
console-batch-done = Délivrance terminée
console-batch-refused = Renvoyé, à corriger
console-batch-cancelled = Abandonné

## Le dépôt

console-batch-upload-title = Déposer des résultats
console-batch-upload-lead = Le fichier est lu et jugé ligne par ligne. Rien n’est délivré à cette étape.
console-batch-upload-button = Lancer l’essai à blanc
console-batch-upload-nothing = Un fichier refusé ne laisse rien derrière lui.
console-batch-upload-corrected = Déposer un fichier corrigé
console-batch-file-label = Fichier de résultats
console-batch-file-hint = CSV, XLSX, ODS ou JSON, { $size } Mo au plus. Déposez-le ici ou choisissez-le.
console-batch-file-missing = Choisissez un fichier de résultats.
console-batch-file-refused = Ce fichier ne peut pas être utilisé. Le tableau dit pourquoi.
console-batch-refused-caption = Ce qui empêche d’utiliser le fichier.
console-batch-framework = Référentiel
console-batch-language = Langue des certificats
console-batch-language-hint = Sauf si une ligne en demande une autre.
console-batch-delivery = Date de délivrance (facultatif)
console-batch-delivery-hint = Sans date, c’est le jour où la délivrance commence.
console-batch-delivery-wrong = Écrivez une date comme 2026-06-09.
console-batch-whole = Refuser tout le fichier si une seule ligne est en erreur

## L’essai à blanc

console-batch-heading = { $count ->
    [0] Essai à blanc : rien à délivrer
    [one] Essai à blanc : 1 certificat à délivrer
   *[other] Essai à blanc : { $count } certificats à délivrer
}
console-batch-unsigned = Rien n’est encore signé.
console-batch-step-report = Essai à blanc
console-batch-step-issue = Délivrance
console-batch-step-summary = Compte rendu
console-batch-brief = En bref
console-batch-due = À délivrer
console-batch-existing-too = { $count ->
    [0] et aucun déjà délivré
    [one] et un déjà délivré, retrouvé
   *[other] et { $count } déjà délivrés, retrouvés
}
console-batch-withheld = Non délivrés
console-batch-withheld-hint = chacun avec sa raison
console-batch-errors = En erreur
console-batch-errors-hint = lignes à corriger
console-batch-warnings = Avertissements
console-batch-warnings-hint = à lire, non bloquants
console-batch-read = { $rows ->
    [0] Aucun résultat lu.
    [one] Un résultat lu.
   *[other] { $rows } résultats lus.
    } Référentiel : { $framework }.
console-batch-delivery-on = Délivrance datée du { $date }.
console-batch-digest = Empreinte du fichier :
console-batch-uploaded = Déposé par { $name }, { $at }.
console-batch-approved = Approuvé par { $name }, { $at }.
console-batch-sent-back = Renvoyé par { $name }, { $at }.
console-batch-ended = Terminé, { $at }.
console-batch-stopped = Arrêté, { $at }.
console-batch-line = Ligne
console-batch-line-number = Ligne { $line }
console-batch-column = Colonne
console-batch-value = Valeur
console-batch-problem = Problème
console-batch-person = Candidat
console-batch-reason = Raison
console-batch-errors-caption = { $count ->
    [0] Aucune ligne en erreur.
    [one] Une ligne. Corrigez le fichier et relancez l’essai, ou délivrez sans elle.
   *[other] { $count } lignes. Corrigez le fichier et relancez l’essai, ou délivrez sans elles.
}
console-batch-withheld-caption = { $count ->
    [0] Tous les résultats donnent un certificat.
    [one] Un résultat ne donne pas de certificat.
   *[other] { $count } résultats ne donnent pas de certificat.
}
console-batch-errors-csv = Télécharger les erreurs (CSV)
console-batch-see-all = Voir tout ({ $count })
console-batch-see-existing = Voir les certificats déjà délivrés ({ $count })
console-batch-see-issued = Voir les certificats délivrés
console-batch-lines = { $count ->
    [0] Aucune ligne
    [one] Une ligne
   *[other] { $count } lignes
}
console-batch-lines-are = Lignes { $lines }.
console-batch-more = { $count ->
    [0] Aucun autre.
    [one] Et un autre.
   *[other] Et { $count } autres.
}
console-batch-preview-lead = Regardez-en quelques-uns avant de signer. L’aperçu est marqué SPÉCIMEN et ne prouve rien.
console-batch-preview = Aperçu (PDF)
console-batch-nothing-due = Aucun nouveau certificat n’est à délivrer.

## Décider

console-batch-issue = Délivrer
console-batch-only-issuers = Seules les personnes qui ont le rôle « délivrance » peuvent approuver ce lot.
console-batch-wait = Une autre personne doit approuver ce lot : qui dépose ne peut pas approuver.
console-batch-consequence = { $count ->
    [0] Il n’y a pas de nouveau certificat à signer.
    [one] Délivrer signe un certificat et le publie. On ne peut pas annuler : il faudrait le révoquer.
   *[other] Délivrer signe { $count } certificats et les publie. On ne peut pas annuler : il faudrait révoquer un à un.
}
console-batch-read-errors = { $count ->
    [0] Aucune ligne n’est en erreur.
    [one] J’ai lu l’erreur ; cette ligne ne sera pas délivrée.
   *[other] J’ai lu les { $count } erreurs ; ces lignes ne seront pas délivrées.
}
console-batch-read-missing = Confirmez que vous avez lu les erreurs.
console-batch-count = Nombre de certificats à délivrer
console-batch-count-hint = Recopiez le nombre annoncé en tête de page.
console-batch-count-missing = Écrivez le nombre en chiffres.
console-batch-count-wrong = Ce n’est pas le nombre annoncé, { $due } : relisez le compte rendu.
console-batch-approve = Approuver et délivrer
console-batch-give-up = Abandonner ce lot
console-batch-refuse-title = Renvoyer à la personne qui a déposé
console-batch-refuse-lead = Ce lot ne sera jamais délivré. La personne qui l’a déposé lit votre raison et dépose un fichier corrigé.
console-batch-refuse-button = Renvoyer ce lot
console-batch-reason-label = Raison
console-batch-reason-hint = Ce qui est à corriger. N’y écrivez pas le nom d’un candidat.
console-batch-reason-missing = Donnez une raison, en 2 000 caractères au plus.
console-batch-cancel-title = Abandonner ce lot
console-batch-cancel-lead = Ce qui n’est pas encore délivré ne le sera pas. Les certificats déjà délivrés restent valables.
console-batch-cancel-button = Abandonner définitivement

## La délivrance

console-batch-running-title = Délivrance en cours
console-batch-advance = Avancement
console-batch-progress = { $issued ->
    [0] Aucun certificat encore délivré sur { $all }.
    [one] Un certificat délivré sur { $all }.
   *[other] { $issued } certificats délivrés sur { $all }.
}
console-batch-waiting = En attente
console-batch-failed = Échecs
console-batch-failed-caption = Ces lignes n’ont pas pu être délivrées ; les autres ne les attendent pas.
console-batch-refresh = Actualiser
console-batch-stop = Arrêter la délivrance
console-batch-resumes = Après une panne, la délivrance reprend où elle s’est arrêtée, sans doublon.

## Le compte rendu

console-batch-summary-title = { $count ->
    [0] Aucun certificat délivré
    [one] Un certificat délivré
   *[other] { $count } certificats délivrés
}
console-batch-cancelled-rows = Abandonnés
console-batch-take = À emporter
console-batch-zip = Les PDF signés, un par personne.
console-batch-zip-button = Télécharger le ZIP
console-batch-list-file = La liste issued.csv, avec les liens privés : ne la donnez à personne d’autre.
console-batch-list-button = Télécharger la liste
console-batch-booklet = Livret de copies non signées, prêt à imprimer
console-batch-booklet-button = Télécharger le livret
console-batch-letters = Courriels
console-batch-letters-known = { $count ->
    [0] Le fichier ne donne l’adresse d’aucun candidat, ou il n’est plus conservé.
    [one] Le fichier donne l’adresse d’un candidat ; son lien privé lui a été envoyé à la délivrance.
   *[other] Le fichier donne l’adresse de { $count } candidats ; leurs liens privés leur ont été envoyés à la délivrance.
}
console-batch-letters-title = Envoyer de nouveau les liens
console-batch-letters-lead = Chaque candidat dont le fichier donne l’adresse reçoit un courriel avec son lien privé.
console-batch-letters-button = Envoyer les courriels
console-batch-no-mail = Aucun serveur de courriel n’est configuré : rien n’est envoyé.

## Les lignes

console-batch-rows-errors = Lignes en erreur
console-batch-rows-withheld = Résultats non délivrés
console-batch-rows-warnings = Avertissements
console-batch-rows-awarded = Certificats à délivrer
console-batch-rows-existing = Certificats déjà délivrés
console-batch-rows-issued = Certificats délivrés
console-batch-rows-failed = Échecs de délivrance
console-batch-rows-caption = Dans l’ordre du fichier.
console-batch-rows-none = Aucune ligne, ou le fichier n’est plus conservé.

console-batch-course = Étapes
console-step-decided = Décidés
console-step-approved = Approuvés
console-step-sealed = Scellés et archivés
console-step-letters = Envoyés aux candidats
console-step-done = terminé
console-step-working = en cours
console-step-stopped = arrêté
console-step-nothing = rien à faire
console-step-by = { $name }, le { $at }
console-step-decided-said = { $count ->
    [0] Aucun résultat décidé
    [one] Un résultat décidé
   *[other] { $count } résultats décidés
}
console-step-approved-said = { $count ->
    [0] Aucun certificat à délivrer
    [one] Un certificat à délivrer
   *[other] { $count } certificats à délivrer
}
console-step-sealed-said = { $issued } sur { $all }
console-step-sealed-when = Du { $first } au { $last }
console-step-rest = Il reste environ { $rest }.
console-step-letters-said = { $sent ->
    [0] Aucune lettre partie
    [one] Une lettre partie
   *[other] { $sent } lettres parties
}, { $waiting ->
    [0] aucune en attente
    [one] une en attente
   *[other] { $waiting } en attente
}
console-step-letters-refused = { $count ->
    [0] Aucune lettre n’a été refusée par le serveur de courrier.
    [one] Une lettre a été refusée par le serveur de courrier.
   *[other] { $count } lettres ont été refusées par le serveur de courrier.
}
console-step-letters-none = Aucune lettre : le fichier ne donne pas d’adresse.
console-step-letters-off = Ce service n’envoie pas de lettres.
