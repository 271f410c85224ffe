# Exam sessions: what is wrong with a candidate list (message and remedy), with a form, with a paper.
sessions-rule-missing-column = La colonne « { $french } » manque.
sessions-rule-missing-column-remedy =
    { $alike ->
        [yes] Ajoutez une colonne intitulée « { $french } » ;
       *[no] Ajoutez une colonne intitulée « { $french } » ou « { $english } » ;
    } docs/sessions.md les énumère toutes.
sessions-rule-duplicate-column = La colonne « { $column } » répète une autre colonne.
sessions-rule-duplicate-column-remedy = N’en gardez qu’une.
sessions-rule-unknown-column = La colonne « { $column } » n’est pas connue et n’a pas été lue.
sessions-rule-unknown-column-remedy = Rien à faire, sauf si l’en-tête est mal écrit.
sessions-rule-no-candidate = La liste n’a aucun candidat.
sessions-rule-no-candidate-remedy = Écrivez une ligne par candidat sous les en-têtes.
sessions-rule-too-many-candidates = La liste a plus de { NUMBER($limit) } candidats.
sessions-rule-too-many-candidates-remedy = Répartissez-les en plusieurs sessions et plusieurs listes.
sessions-rule-row-length = La ligne a { NUMBER($cells) ->
    [one] { NUMBER($cells) } cellule
   *[other] { NUMBER($cells) } cellules
  }, alors qu’il y a { NUMBER($columns) ->
    [one] { NUMBER($columns) } colonne
   *[other] { NUMBER($columns) } colonnes
  }.
sessions-rule-row-length-remedy = Cherchez un séparateur manquant ou en trop, ou un guillemet non fermé.
sessions-rule-not-a-value = Il y a une erreur de tableur au lieu d’une valeur.
sessions-rule-not-a-value-remedy = Remplacez la formule par sa valeur.
sessions-rule-too-long = La valeur a plus de { NUMBER($characters) } caractères.
sessions-rule-too-long-remedy = Raccourcissez-la.
sessions-rule-invisible = La valeur contient un caractère invisible ({ $character }).
sessions-rule-invisible-remedy = Saisissez-la à nouveau ; de tels caractères viennent d’un copier-coller.
sessions-rule-undrawable = Aucune police des documents ne peut imprimer { $characters }.
sessions-rule-undrawable-remedy = Écrivez le nom comme la pièce d’identité le transcrit : c’est ainsi qu’il figurera sur le certificat.
sessions-rule-missing = La valeur manque.
sessions-rule-missing-remedy = Indiquez-la.
sessions-rule-bad-date = Ce n’est pas une date.
sessions-rule-bad-date-remedy = Écrivez-la sous la forme 09/06/2026 ou 2026-06-09, avec quatre chiffres pour l’année.
sessions-rule-born-too-early = Une naissance avant { $year } n’est pas plausible.
sessions-rule-born-too-early-remedy = Vérifiez l’année de naissance.
sessions-rule-born-after-exam = La date de naissance n’est pas antérieure à l’examen.
sessions-rule-born-after-exam-remedy = Vérifiez la date de naissance et celle de la session.
sessions-rule-bad-sex = La valeur n’est ni M ni F.
sessions-rule-bad-sex-remedy = Écrivez M ou F, comme sur la pièce d’identité.
sessions-rule-bad-mail = Ce n’est pas une adresse électronique.
sessions-rule-bad-mail-remedy = Vérifiez-la : un nom, une arobase, un domaine avec un point.
sessions-rule-bad-extra-time = Ce n’est pas un temps majoré.
sessions-rule-bad-extra-time-remedy = Écrivez un pourcentage entier, par exemple 33 %, ou laissez vide.
sessions-rule-ambiguous-extra-time = Ce temps majoré se lit de deux façons : un pourcentage ou un multiple du temps.
sessions-rule-ambiguous-extra-time-remedy = Écrivez-le avec le signe, par exemple 33 %.
sessions-rule-bad-answer = La réponse n’est pas « oui ».
sessions-rule-bad-answer-remedy = Écrivez oui, ou laissez vide.
sessions-rule-several-certifications = Plus d’une certification complémentaire est demandée.
sessions-rule-several-certifications-remedy = Gardez-en une seule.
sessions-rule-birth-place-missing = Le lieu de naissance manque.
sessions-rule-birth-place-missing-remedy = Indiquez le pays, et en France le code Insee seul ou la commune avec son code postal.
sessions-rule-country-unknown = Ce pays n’est pas connu.
sessions-rule-country-unknown-remedy = Écrivez son nom usuel en français, par exemple FRANCE ou CÔTE D’IVOIRE.
sessions-rule-bad-insee = Ce n’est pas le code Insee d’une commune.
sessions-rule-bad-insee-remedy = Écrivez ses cinq signes, par exemple 29232 ou 2A004.
sessions-rule-insee-and-commune = Le code Insee est donné avec une commune ou un code postal.
sessions-rule-insee-and-commune-remedy = Gardez le code Insee seul, ou la commune avec son code postal.
sessions-rule-bad-postal-code = Ce n’est pas un code postal français.
sessions-rule-bad-postal-code-remedy = Écrivez ses cinq chiffres.
sessions-rule-commune-missing = Le code postal est donné sans la commune.
sessions-rule-commune-missing-remedy = Ajoutez le nom de la commune.
sessions-rule-postal-code-missing = La commune est donnée sans son code postal.
sessions-rule-postal-code-missing-remedy = Ajoutez le code postal, ou donnez le code Insee seul.
sessions-rule-town-missing = La ville de naissance à l’étranger manque.
sessions-rule-town-missing-remedy = Écrivez-la dans la colonne de la commune.
sessions-rule-postal-code-abroad = Un code postal est donné pour une naissance à l’étranger.
sessions-rule-postal-code-abroad-remedy = Videz la cellule.
sessions-rule-insee-abroad = Le code Insee d’une commune est donné pour une naissance à l’étranger.
sessions-rule-insee-abroad-remedy = Écrivez 99 ou laissez vide.
sessions-rule-billing-missing = La tarification manque.
sessions-rule-billing-missing-remedy = Écrivez Gratuite, Payante ou Prépayée : elle est demandée hors des établissements scolaires.
sessions-rule-billing-in-school = Une tarification est donnée dans un établissement scolaire.
sessions-rule-billing-in-school-remedy = Videz la cellule : personne n’y paie.
sessions-rule-bad-billing = Cette tarification n’est pas connue.
sessions-rule-bad-billing-remedy = Écrivez Gratuite, Payante ou Prépayée.
sessions-rule-prepayment-code-missing = Le code de prépaiement manque.
sessions-rule-prepayment-code-missing-remedy = Indiquez-le, ou changez la tarification.
sessions-rule-prepayment-code-needless = Un code de prépaiement est donné sans tarification Prépayée.
sessions-rule-prepayment-code-needless-remedy = Videz la cellule, ou changez la tarification.
sessions-rule-duplicate-candidate = Le même candidat (nom, prénom, date de naissance) est déjà à la ligne { $first }.
sessions-rule-duplicate-candidate-remedy = Supprimez l’une des deux lignes.
sessions-rule-session-unknown = Aucune session du centre n’est désignée par cette ligne.
sessions-rule-session-unknown-remedy = Vérifiez le numéro, ou importez la liste depuis la page de sa session.
sessions-rule-session-twice = La ligne donne le numéro d’une session existante et aussi un lieu ou une heure.
sessions-rule-session-twice-remedy = Gardez le numéro seul, ou videz-le pour créer une session.
sessions-rule-bad-time = Ce n’est pas une heure.
sessions-rule-bad-time-remedy = Écrivez-la sous la forme 09:30.
sessions-rule-invigilators-differ = Les surveillants ne sont pas les mêmes qu’à la ligne { $first } de cette session.
sessions-rule-invigilators-differ-remedy = Écrivez les mêmes noms sur toutes les lignes de la session.

sessions-fault-missing = Indiquez cette valeur.
sessions-fault-too-long = Raccourcissez ce texte.
sessions-fault-invisible = Ce texte contient un caractère invisible : saisissez-le à nouveau.
sessions-fault-undrawable = Ce texte contient un caractère que les documents ne peuvent pas imprimer.
sessions-fault-taken = Cette valeur existe déjà : choisissez-en une autre.
sessions-fault-unknown = Cette valeur n’est pas connue.
sessions-fault-bad-date = Écrivez une date, par exemple 21/05/2026.
sessions-fault-bad-time = Écrivez une heure, par exemple 09:30.
sessions-fault-bad-minutes = Écrivez un nombre de minutes, de 1 à 1440, ou laissez vide.
sessions-fault-too-many-rooms = Une session a 50 salles au plus.
sessions-fault-same-room = Deux salles portent le même nom.
sessions-fault-no-places = Une salle a au moins une place.
sessions-fault-too-many-invigilators = Une salle a 10 surveillants au plus.
sessions-fault-bad-rooms = Écrivez une salle par ligne : « Salle 101 = 20 : Ana Beltrán, Hortense Sow » ; les places et les surveillants sont facultatifs.

sessions-no-candidates = La session n’a pas de candidats : importez leur liste. Une liste ancienne est effacée au terme de sa durée de conservation.
sessions-nothing-to-copy = Aucun certificat en vigueur n’est à copier ici.
sessions-too-many-to-copy = Un recueil a 500 certificats au plus : faites un recueil par classe ou par lot.
sessions-several-frameworks = Les certificats relèvent de plusieurs référentiels : faites un recueil par lot.
sessions-undrawable = Un nom contient un caractère que les documents ne peuvent pas imprimer.

sessions-cli-refused = La liste n’est pas utilisable ({ $count ->
    [0] aucune erreur
    [one] une erreur
   *[other] { $count } erreurs
}) : rien n’a été enregistré.
sessions-cli-centre-added = Centre ajouté : { $name }
sessions-cli-added = Session créée : { $number }
sessions-cli-good = Session { $number } : { $count ->
    [one] { $count } candidat lu
   *[other] { $count } candidats lus
  } sans erreur, rien n’est enregistré.
sessions-cli-imported = Session { $number } : { $count ->
    [one] { $count } candidat enregistré
   *[other] { $count } candidats enregistrés
  }.
sessions-candidate-count = { $count ->
    [0] aucun candidat
    [one] 1 candidat
   *[other] { $count } candidats
}

sessions-page-list = Sessions
sessions-page-list-lead = Chaque session a son centre, ses salles et ses candidats ; ses documents s’impriment d’ici.
sessions-page-list-caption = La date d’examen la plus récente d’abord
sessions-page-none = Aucune session pour l’instant.
sessions-page-no-centre = Aucune session pour l’instant. Ajoutez d’abord un centre.
sessions-page-new = Nouvelle session
sessions-page-make = Créer la session
sessions-page-import = Importer des sessions
sessions-page-import-lead = Une liste qui décrit plusieurs sessions avec leurs candidats. Une seule erreur, et rien n’est enregistré.
sessions-page-import-button = Lire et enregistrer la liste
sessions-page-imported = Liste enregistrée
sessions-page-centres = Centres
sessions-page-centres-lead = Qui organise les sessions. Leur nom et leur adresse figurent sur les convocations.
sessions-page-centre-count = { $count ->
    [0] Aucun centre
    [one] 1 centre
   *[other] { $count } centres
}
sessions-page-add-centre = Ajouter un centre
sessions-page-number = Numéro
sessions-page-date = Date
sessions-page-time = Heure
sessions-page-centre = Centre
sessions-page-candidates = Candidats
sessions-page-later = Plus récentes
sessions-page-earlier = Plus anciennes
sessions-page-session = Session
sessions-page-exam = Épreuve
sessions-page-place = Lieu
sessions-page-rooms = Salles
sessions-page-room = Salle
sessions-page-invigilators = Surveillance
sessions-page-places = Places
sessions-page-seated = Candidats
sessions-page-too-many = { $count } de trop
sessions-page-last-name = Nom de naissance
sessions-page-first-name = Prénom
sessions-page-born = Naissance
sessions-page-mark = Classe ou identifiant
sessions-page-extra-time = Temps majoré
sessions-page-imported-at = liste enregistrée le { $at }
sessions-page-forgotten = Les candidats ont été effacés le { $at }, au terme de leur durée de conservation.
sessions-page-no-list = La liste des candidats n’est pas encore importée.
sessions-page-file-missing = Choisissez le centre et le fichier de la liste.
sessions-page-refused = { $count ->
    [0] Aucune erreur dans la liste
    [one] 1 erreur dans la liste : rien n’a été enregistré
   *[other] { $count } erreurs dans la liste : rien n’a été enregistré
}
sessions-page-problems = Erreurs de la liste
sessions-page-problems-caption = Corrigez ces lignes dans le fichier, puis importez-le à nouveau.
sessions-page-line = Ligne
sessions-page-column = Colonne
sessions-page-value = Valeur
sessions-page-problem = Erreur et remède
sessions-page-more = Et { $count ->
    [one] { $count } autre erreur
   *[other] { $count } autres erreurs
  }.
sessions-page-print = À imprimer
sessions-page-print-later = Feuille d’émargement et convocations s’impriment dès que la liste des candidats est importée.
sessions-paper-attendance = Feuille d’émargement, une par salle, par ordre alphabétique
sessions-paper-attendance-button = Feuille d’émargement (PDF)
sessions-paper-convocations = Toutes les convocations dans un fichier, une page par candidat
sessions-paper-convocations-button = Convocations (PDF)
sessions-paper-convocations-zip = Un fichier par candidat, pour l’envoi
sessions-paper-convocations-zip-button = Convocations (ZIP)
sessions-paper-incidents = Rapport d’incident, un par salle, avec les codes
sessions-paper-incidents-button = Rapport d’incident (PDF)
sessions-page-certificates = Certificats
sessions-page-no-certificate = Aucun certificat n’a été délivré pour cette session. Les résultats dont la colonne « Session » porte { $number } y seront rattachés.
sessions-page-certificate-count = { $count ->
    [0] Aucun certificat délivré
    [one] 1 certificat délivré
   *[other] { $count } certificats délivrés
}
sessions-page-holder = Titulaire
sessions-page-level = Niveau
sessions-page-state = État
sessions-page-more-certificates = Et { $count ->
    [one] { $count } autre
   *[other] { $count } autres
  }.
sessions-page-booklet = Un recueil réunit les certificats en vigueur dans un PDF à imprimer. Chaque page y est marquée « Copie » : seuls les PDF signés sont des originaux.
sessions-page-booklet-button = Recueil de copies (PDF)
sessions-field-number = Numéro de la session
sessions-field-number-hint = Celui que portera la colonne « Session » des résultats.
sessions-field-centre = Centre
sessions-field-centre-hint = Un centre absent d’ici s’ajoute à la page Centres.
sessions-field-choose = Choisissez
sessions-field-framework = Examen
sessions-field-date = Date de l’examen
sessions-field-time = Heure de début
sessions-field-time-hint = Heure locale du centre, par exemple 09:30.
sessions-field-minutes = Durée en minutes
sessions-field-minutes-hint = Facultatif. Sans temps majoré ; sert à calculer les aménagements.
sessions-field-rooms = Salles
sessions-field-rooms-hint = Une par ligne : « Salle 101 = 20 : Ana Beltrán, Hortense Sow ». Le nombre de places et les surveillants sont facultatifs ; les candidats sont répartis par ordre alphabétique.
sessions-field-site = Lieu
sessions-field-site-hint = Facultatif : bâtiment ou site, s’il diffère de l’adresse du centre.
sessions-field-notes = Observations
sessions-field-notes-hint = Facultatif. Ce texte figure sur les convocations.
sessions-field-name = Nom du centre
sessions-field-kind = Genre de centre
sessions-field-address = Adresse
sessions-field-address-hint = Facultatif : telle qu’elle s’imprime, sur plusieurs lignes.
sessions-kind-school = Établissement scolaire : personne n’y paie, les candidats ont une classe
sessions-kind-other = Autre centre : la liste indique qui paie
sessions-field-list = Liste des candidats
sessions-field-list-again = Nouvelle liste, à la place de celle-ci
sessions-field-list-of-sessions = Liste des sessions et des candidats
sessions-field-file-hint = ODS, XLSX ou CSV, aux colonnes du modèle de l’examen ; { $size } Mo au plus. Une seule erreur, et rien n’est enregistré.
sessions-field-class = Classe
sessions-field-whole = Toute la session
