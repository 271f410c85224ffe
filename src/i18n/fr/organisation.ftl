# Les pages d’un organisme : fichiers, clés, usage, webhooks.
organisation-nav-files = Fichiers
organisation-nav-usage = Usage
organisation-nav-keys = Clés d’API
organisation-nav-webhooks = Webhooks
organisation-nav-verify = Vérifier un certificat

## Fichiers
organisation-files-title = Vérifier un fichier
organisation-step-send = Déposer
organisation-step-columns = Colonnes
organisation-step-verify = Vérification
organisation-step-result = Résultat
organisation-your-file = Votre fichier
organisation-file-label = Fichier de certificats
organisation-file-hint = CSV, ODS ou XLSX, { $megabytes } Mo au plus. Une seule colonne est obligatoire : le code de vérification.
organisation-file-button = Lire le fichier
organisation-file-unnamed = Fichier sans nom
organisation-template = Modèle à remplir :
organisation-template-name = modele
organisation-kept = Votre fichier est effacé dès la fin de la vérification. Le résultat reste { $days ->
    [one] { $days } jour
   *[other] { $days } jours
  }.
organisation-files-not-allowed = Le compte de votre organisme ne permet pas de vérifier des fichiers. L’exploitant de ce service peut l’accorder.
organisation-refused-title = Le fichier n’a pas été accepté
organisation-too-large-remedy = Partagez-le en plusieurs fichiers, ou n’y laissez que les colonnes utiles.
organisation-no-file = Choisissez un fichier qui contient quelque chose.
organisation-no-file-remedy = Il faut une ligne d’en-têtes et une ligne par certificat.
organisation-deleted = Le fichier et son résultat sont effacés.
organisation-former = Fichiers précédents
organisation-former-none = Aucun fichier pour le moment.
organisation-former-caption = Les derniers d’abord. Chacun est effacé avec son résultat à la date indiquée.
organisation-column-file = Fichier
organisation-column-sent = Déposé
organisation-column-rows = Lignes
organisation-column-state = État
organisation-column-until = Effacé le
organisation-older = Fichiers plus anciens
organisation-pages = Pages
organisation-state-held = À compléter
organisation-state-waiting = En attente
organisation-state-running = En cours
organisation-state-done = Vérifié
organisation-state-failed = Sans résultat

## Colonnes
organisation-columns-title = Comprendre le fichier
organisation-columns-wrong = Il reste quelque chose à corriger
organisation-read = Lu
organisation-read-rows = { $rows ->
    [one] { $rows } ligne
   *[other] { $rows } lignes
  }.
organisation-read-csv = Texte { $encoding }, séparateur « { $delimiter } », { $columns ->
    [one] { $columns } colonne
   *[other] { $columns } colonnes
  }.
organisation-read-json = JSON, { $columns ->
    [one] { $columns } champ
   *[other] { $columns } champs
  }.
organisation-read-xlsx = Classeur XLSX, { $columns ->
    [one] { $columns } colonne
   *[other] { $columns } colonnes
  } de la première feuille.
organisation-read-ods = Classeur ODS, { $columns ->
    [one] { $columns } colonne
   *[other] { $columns } colonnes
  } de la première feuille.
organisation-tab = tabulation
organisation-your-columns = Vos colonnes
organisation-columns-lead = Dites ce que contient chaque colonne. Seules les colonnes utiles sont lues ; les autres sont recopiées dans le résultat.
organisation-columns-caption = Les colonnes du fichier, par leur lettre comme dans un tableur, avec leurs premières valeurs.
organisation-column-header = En-tête
organisation-column-examples = Exemples
organisation-column-holds = Contient
organisation-column-meaning = Ce que contient la colonne { $letters }
organisation-column-no-header = sans en-tête
organisation-column-same = Même en-tête que : { $columns }
organisation-column-empty = rien dedans
organisation-columns-alike = Les en-têtes des colonnes { $first } et { $second } veulent dire la même chose, « { $field } ». { $first } est choisie : comparez leurs valeurs, et choisissez { $second } à la place si c’est la bonne.
organisation-pass-through = Recopier sans lire
organisation-field-code = Code de vérification
organisation-field-last-name = Nom
organisation-field-first-name = Prénom
organisation-field-birth-date = Date de naissance
organisation-field-requirement = Exigence
organisation-field-twice = Deux colonnes contiennent « { $field } » : n’en choisissez qu’une.
organisation-no-code = Choisissez la colonne qui contient le code de vérification.
organisation-requirement = Exigence pour toutes les lignes (facultatif)
organisation-requirement-hint = Par exemple : score ≥ 512, niveau ≥ Indépendant 1, compétence 2.2 ≥ 4. La réponse sera oui ou non, jamais la valeur.
organisation-start = Vérifier { $rows ->
    [one] { $rows } ligne
   *[other] { $rows } lignes
  }
organisation-give-up = Abandonner ce fichier
organisation-holders-see = Les titulaires verront que votre organisme a vérifié leur certificat.

## Avancement
organisation-running-title = Vérification en cours
organisation-failed-title = Le fichier n’a pas de résultat
organisation-progress-title = Avancement
organisation-progress-waiting = En attente : la vérification va commencer.
organisation-progress = { $rows ->
    [one] { $rows } ligne vérifiée sur { $total }
   *[other] { $rows } lignes vérifiées sur { $total }
  }.
organisation-progress-rows = { $rows ->
    [one] { $rows } ligne vérifiée
   *[other] { $rows } lignes vérifiées
  }.
organisation-progress-close = Vous pouvez fermer cette page : le travail continue.
organisation-refresh = Actualiser
organisation-stop = Arrêter et effacer
organisation-again = Déposer un autre fichier

## Résultat
organisation-done-title = { $count ->
    [0] Toutes les lignes sont conformes
    [one] { $count } ligne à regarder
   *[other] { $count } lignes à regarder
  }
organisation-done-lead = { $rows ->
    [one] { $rows } ligne vérifiée
   *[other] { $rows } lignes vérifiées
  }, fin le { $at } ; { $good ->
    [one] { $good } conforme
   *[other] { $good } conformes
  }.
organisation-summary = En bref
organisation-group-good = Conformes
organisation-group-doubtful = À lever
organisation-group-bad = Ne prouvent rien
organisation-group-none = Sans réponse
organisation-outcome-authentic = Conforme
organisation-outcome-name-differs = Nom différent
organisation-outcome-birth-date-differs = Date de naissance différente
organisation-outcome-revoked = Révoqué
organisation-outcome-suspended = Suspendu
organisation-outcome-superseded = Remplacé
organisation-outcome-not-found = Introuvable
organisation-outcome-ambiguous = Ambigu
organisation-outcome-invalid-input = Saisie invalide
organisation-outcome-not-authentic = Non authentique
organisation-requirements = Exigence satisfaite : { $yes } ; non satisfaite : { $no } ; sans objet : { $other }.
organisation-requirement-yes = Exigence satisfaite.
organisation-requirement-no = Exigence non satisfaite.
organisation-requirement-not-applicable = Exigence sans objet pour ce certificat.
organisation-fetch = Télécharger tout ({ $form })
organisation-fetch-some = Seulement ces lignes ({ $count }) :
organisation-answers-name = verifications
organisation-delete = Effacer maintenant
organisation-answers-kept = Votre fichier, dans le même ordre, avec le résultat de chaque ligne. Effacé le { $date }.
organisation-rows = Les lignes
organisation-filter = Filtrer par résultat
organisation-filter-all = Toutes les lignes
organisation-filter-to-look-at = À regarder
organisation-filter-unmet = Exigence non satisfaite
organisation-rows-none = Aucune ligne.
organisation-search = Chercher dans les lignes
organisation-search-hint = Un nom, un numéro de ligne, une référence ou un code. Ce que vous écrivez n’est pas conservé.
organisation-search-button = Chercher
organisation-search-end = Terminer la recherche
organisation-search-none = Aucune ligne n’a ce texte avec ce résultat. Choisissez « Toutes les lignes », ou écrivez moins du nom.
organisation-rows-caption = Lignes { $from } à { $to } sur { $all }. Colonnes du fichier, puis résultat.
organisation-rows-in-workbook = Un programme a demandé ce résultat en XLSX : les lignes sont dans le classeur.
organisation-row = Ligne
organisation-row-answer = Résultat et raison
organisation-page = Page { $page }
organisation-page-of = sur { $pages }
organisation-page-before = Page précédente
organisation-page-after = Page suivante

## Clés d’API
organisation-keys-title = Clés d’API
organisation-keys-lead = Une clé permet à un programme de vérifier au nom de votre organisme.
organisation-key-made = Votre clé est prête
organisation-key-made-lead = Copiez-la maintenant dans votre programme : elle n’est gardée nulle part et ne sera plus montrée.
organisation-key-label = Clé d’API
organisation-key-copy = Copier la clé
organisation-key-copied = La clé est copiée.
organisation-key-make-title = Nouvelle clé
organisation-key-make = Créer une clé
organisation-key-bad-end = Choisissez jusqu’à quand la clé est bonne.
organisation-key-scopes = Elle aura les droits de votre organisme :
organisation-scope-batches-read = Lire les lots et les certificats qui en sont issus
organisation-scope-batches-write = Déposer, lancer et annuler des lots
organisation-scope-certificates-read = Lire les certificats et leurs documents
organisation-scope-certificates-revoke = Révoquer, suspendre et rétablir des certificats
organisation-scope-certificates-issue = Remplacer des certificats par des certificats corrigés
organisation-scope-verifications-batch = Vérifier beaucoup de certificats à la fois
organisation-scope-parcoursup = Rechercher des certificats comme le fait une plateforme d’admission
organisation-scope-webhooks = Faire annoncer les révocations à des adresses de son choix
organisation-scope-clients = Gérer les clients et leurs clés
organisation-scope-audit = Lire le journal d’audit
organisation-api-docs = Description de l’API
organisation-keys-list = Vos clés
organisation-keys-none = Aucune clé pour le moment.
organisation-keys-caption = Les dernières d’abord. Le secret d’une clé n’est jamais montré de nouveau.
organisation-key-id = Partie publique
organisation-key-since = Créée le
organisation-key-until = Valable jusqu’au
organisation-key-no-end = sans fin
organisation-key-without-end = Jusqu’à son retrait
organisation-key-used = Dernier usage
organisation-key-never-used = jamais
organisation-key-good = Valable
organisation-key-ended = Expirée
organisation-key-withdrawn = Retirée
organisation-key-withdraw = Retirer
organisation-key-withdraw-title = Retirer cette clé ?
organisation-key-withdraw-lead = Les programmes qui l’emploient seront refusés aussitôt. C’est définitif.
organisation-key-withdraw-button = Retirer la clé définitivement
organisation-cancel = Ne rien changer

## Usage
organisation-usage-title = Usage
organisation-usage-all = Certificats vérifiés : { $count }.
organisation-usage-span = Depuis { $days ->
    [one] { $days } jour
   *[other] { $days } jours
  }.
organisation-usage-by-day = Par jour
organisation-usage-none = Rien pendant ce temps.
organisation-usage-caption = Certificats trouvés, une fois par fichier ou par minute ; jours en temps universel.
organisation-usage-day = Jour
organisation-usage-files = Dans des fichiers
organisation-usage-programs = Par des programmes
organisation-usage-limit = Vos programmes peuvent faire { $count ->
    [one] { $count } demande par minute
   *[other] { $count } demandes par minute
  }.

## Webhooks
organisation-webhooks-title = Webhooks
organisation-webhooks-lead = Une adresse de votre organisme est prévenue quand un certificat que vous avez demandé est révoqué, suspendu, rétabli ou remplacé.
organisation-webhooks-not-allowed = Le compte de votre organisme ne permet pas de webhooks. L’exploitant de ce service peut l’accorder.
organisation-webhook-add-title = Nouvelle adresse
organisation-webhook-url = Adresse
organisation-webhook-url-hint = Une adresse https que tout le monde peut joindre, par exemple https://inscriptions.exemple.fr/sceau.
organisation-webhook-add = Ajouter l’adresse
organisation-webhook-too-many = Votre organisme a dix adresses : retirez-en une d’abord.
organisation-webhook-since = Depuis le { $date }.
organisation-webhook-keys = Clés qui signent les messages
organisation-webhook-in-use = En service
organisation-webhook-failing = Les derniers messages n’arrivent pas
organisation-webhook-given-up = Abandonnée après des jours d’échec
organisation-webhook-gone = Refusée par le destinataire
organisation-webhook-test = Envoyer un essai
organisation-webhook-enable = Remettre en service
organisation-webhook-withdraw = Retirer
organisation-webhook-withdraw-title = Retirer cette adresse ?
organisation-webhook-withdraw-lead = Plus rien n’y sera envoyé, et la liste de ce qui y fut envoyé est effacée.
organisation-webhook-withdraw-button = Retirer l’adresse
organisation-deliveries = Derniers envois.
organisation-deliveries-none = Rien n’a encore été envoyé.
organisation-delivery-event = Message
organisation-delivery-attempts = Essais
organisation-delivery-outcome = Réponse
organisation-delivery-pending = En route
organisation-delivery-delivered = Reçu
organisation-delivery-failed = Abandonné
