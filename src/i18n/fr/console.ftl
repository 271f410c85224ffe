# La console des opérateurs.

## Accueil

console-nav-home = Accueil
console-nav-batches = Résultats
console-nav-certificates = Certificats
console-nav-sessions = Sessions
console-nav-keys = Clés
console-nav-audit = Journal
console-nav-health = État
console-nav-organisation = Mon organisme
console-nav-accounts = Comptes
console-home-title = Accueil
console-home-greeting = Bonjour, { $name }
console-waiting = Ce qui vous attend
console-waiting-nothing = Rien ne demande votre attention.
console-everything = Tout le reste
console-about-batches = Déposer un fichier de résultats, l’essayer à blanc, l’approuver, délivrer.
console-about-certificates = Chercher un certificat ; le révoquer, le suspendre, le remplacer.
console-about-corrections = Ce que des titulaires demandent de corriger.
console-about-reports = Les documents suspects que des personnes ont signalés.
console-about-sessions = Centres, sessions, candidats et leurs papiers : émargement, convocations, incidents.
console-about-keys = Les clés de signature, leurs dates et leur état.
console-about-audit = Qui a fait quoi, et quand.
console-about-health = La file d’attente, les listes publiées, le dernier contrôle ; l’arrêt des signatures.
console-about-accounts = Les personnes de la console, leurs rôles et leur accès.
console-about-organisation = Vérifier des fichiers pour votre organisme.
console-about-account = Vos rôles et votre mot de passe ; vous déconnecter partout.
console-matter-bad = { $count ->
    [0] Aucun certificat ne présente de défaut au dernier autocontrôle
    [one] Un certificat présente un défaut au dernier autocontrôle
   *[other] { $count } certificats présentent un défaut au dernier autocontrôle
}
console-matter-lists = Les listes d’état expirent le { $until } et ne sont pas renouvelées
console-matter-dead = { $count ->
    [0] Aucune tâche n’a été abandonnée
    [one] Une tâche a été abandonnée
   *[other] { $count } tâches ont été abandonnées
}
console-matter-drafts = { $count ->
    [0] Aucun fichier de résultats n’attend d’être approuvé
    [one] Un fichier de résultats attend d’être approuvé
   *[other] { $count } fichiers de résultats attendent d’être approuvés
}
console-matter-reports = { $count ->
    [0] Aucun document suspect n’est signalé
    [one] Un document suspect est signalé
   *[other] { $count } documents suspects sont signalés
}
console-matter-corrections = { $count ->
    [0] Aucun titulaire ne demande de correction
    [one] Un titulaire demande une correction
   *[other] { $count } titulaires demandent une correction
}
console-matter-health = Voir l’état
console-matter-see-reports = Voir les signalements
console-matter-see-corrections = Voir les demandes
console-matter-keys = Voir les clés
console-matter-batches = Voir les résultats

## Clés

console-keys-title = Clés et échéances
console-keys-next = Prochaine échéance{"\u00A0"}: le { $day }, clé
console-keys-no-end = Aucune clé en service n’a d’échéance.
console-keys-caption = Toutes les clés qui signent ou ont signé.
console-keys-id = Clé
console-keys-purpose = Usage
console-keys-state = État
console-keys-since = Depuis
console-keys-until = Jusqu’au
console-keys-todo = À faire
console-keys-token = dans le jeton { $token }
console-keys-endless = sans échéance
console-keys-nothing = Rien
console-key-credential = Sceaux et listes d’état
console-key-document = Documents PDF
console-key-signs = En service
console-key-replaced = Remplacée
console-key-retired = Retirée
console-key-compromised = Compromise
console-key-replace-example = Clé d’exemple, que chacun possède{"\u00A0"}: créez les vôtres.
console-key-rotate-soon = Son certificat se termine dans moins de 90 jours{"\u00A0"}: remplacez-la.
console-key-rotate-now = Son certificat est terminé{"\u00A0"}: remplacez-la.
console-key-retire = Une autre clé signe à sa place{"\u00A0"}: retirez-la quand tous les serveurs l’ont chargée.
console-keys-published = Publication
console-keys-crl = La liste de révocation des certificats de signature vaut jusqu’au { $day }.
console-keys-where = Les clés se créent, se remplacent et se retirent en ligne de commande, sur la machine qui les détient{"\u00A0"}: leur partie privée ne passe jamais par le web.

## Journal

console-audit-title = Journal
console-audit-lead = Chaque acte, du plus récent au plus ancien. Les lignes sont enchaînées{"\u00A0"}: une ligne changée ou retirée se voit.
console-audit-kind = Nature de l’acte
console-audit-all = Tous les actes
console-audit-filter = Filtrer
console-audit-by = Qui l’a fait
console-audit-everybody = Tout le monde
console-audit-from = Depuis le
console-audit-to = Jusqu’au
console-audit-day-wrong = Écrivez une date, par exemple 21/11/2026.
console-audit-day-before = La fin précède le début : échangez les deux dates.
console-audit-unfilter = Retirer les filtres
console-audit-csv = Télécharger ces actes (CSV)
console-audit-event = Nom technique
console-audit-caption = { $count ->
    [0] Aucun acte sur cette page.
    [one] Un acte sur cette page.
   *[other] { $count } actes sur cette page.
}
console-audit-when = Quand
console-audit-who = Qui
console-audit-what = Acte
console-audit-about = Sur quoi
console-audit-certificate = Certificat
console-audit-newest = Les plus récents
console-audit-older = Plus anciens
console-audit-verify-title = Vérifier le journal
console-audit-verify-lead = Relit toute la chaîne et compare chaque certificat avec ses actes. Sur un grand registre, préférez la commande sceau audit verify.
console-audit-verify = Vérifier toute la chaîne
console-audit-verified-title = Vérification du journal
console-audit-whole = Le journal est intact
console-audit-broken = Le journal a été modifié
console-audit-events = { $count ->
    [0] Aucun acte à relire.
    [one] Un acte relu.
   *[other] { $count } actes relus.
}
console-audit-certificates = { $count ->
    [0] Aucun certificat à comparer avec ses actes.
    [one] Un certificat comparé avec ses actes.
   *[other] { $count } certificats comparés avec leurs actes.
}
console-audit-whole-explained = Aucune ligne n’a été changée, retirée ni déplacée depuis son écriture.
console-audit-broken-explained = Quelqu’un a écrit dans le registre sans passer par ce programme, ou il a été restauré d’une copie incomplète. Arrêtez la signature, gardez une copie du registre et cherchez la cause.
console-audit-findings = Ce qui ne va pas
console-audit-more = { $count ->
    [0] Aucun autre défaut.
    [one] Et un autre défaut.
   *[other] Et { $count } autres défauts.
}
console-event-prepared = Certificat préparé
console-event-issued = Certificat délivré
console-event-revoked = Certificat révoqué
console-event-suspended = Certificat suspendu
console-event-reinstated = Certificat rétabli
console-event-superseded = Certificat remplacé
console-event-link-renewed = Lien privé renouvelé
console-event-share-made = Lien de partage créé
console-event-share-withdrawn = Lien de partage retiré
console-event-centre-added = Centre ajouté
console-event-session-added = Session créée
console-event-candidates-imported = Liste de candidats lue
console-event-document-renewed = Document renouvelé
console-event-correction-asked = Correction demandée
console-event-correction-file-added = Fichier joint à une demande
console-event-correction-file-read = Fichier joint récupéré
console-event-correction-answered = Réponse à une demande de correction
console-event-key-rotated = Clé remplacée
console-event-key-retired = Clé retirée
console-event-key-compromised = Clé compromise
console-event-batch-uploaded = Résultats déposés
console-event-batch-approved = Lot approuvé
console-event-batch-refused = Lot renvoyé
console-event-file-approved = Fichier approuvé
console-event-links-sent = Liens envoyés de nouveau
console-event-code-shown = Code affiché
console-event-batch-started = Délivrance lancée
console-event-batch-cancelled = Délivrance annulée
console-event-frozen = Signature arrêtée
console-event-thawed = Signature reprise
console-event-restored = Registre restauré
console-event-self-checked = Autocontrôle
console-event-status-list-published = Liste d’état publiée
console-event-jobs-retried = Tâches relancées
console-event-client-added = Client ajouté
console-event-client-disabled = Client fermé
console-event-api-key-issued = Clé d’API remise
console-event-api-key-revoked = Clé d’API révoquée
console-event-webhook-added = Webhook ajouté
console-event-webhook-removed = Webhook retiré
console-event-webhook-key-rotated = Clé de webhook remplacée
console-event-webhook-disabled = Webhook arrêté
console-event-webhook-enabled = Webhook repris
console-event-account-added = Compte créé
console-event-account-roles-changed = Rôles changés
console-event-account-disabled = Compte fermé
console-event-account-enabled = Compte rouvert
console-event-account-reset = Accès remis à neuf
console-event-account-invited = Lien d’accès fait
console-event-invitation-accepted = Compte ouvert par son titulaire
console-event-document-reported = Document suspect signalé
console-event-report-handled = Signalement traité
console-event-password-changed = Mot de passe changé
console-event-signed-in = Connexion
console-event-sign-in-refused = Connexion refusée
console-event-signed-out = Déconnexion

## Détails des actes

console-detail-credential-key = Clé du sceau
console-detail-document-key = Clé du document
console-detail-document = Document
console-detail-reason = Raison
console-detail-by = Remplacé par
console-detail-share = Lien
console-detail-correction = Demande
console-detail-accepted = Acceptée
console-detail-stamped-at = Horodaté le
console-detail-valid-until = Valable jusqu’au
console-detail-key = Clé
console-detail-replaced = À la place de
console-detail-at = Au
console-detail-batch = Lot
console-detail-file = Fichier
console-detail-certificates = Certificats
console-detail-operator = Opérateur
console-detail-letters = Lettres
console-detail-name = Nom
console-detail-centre = Centre
console-detail-session = Session
console-detail-count = Nombre
console-detail-place = Rang
console-detail-number = Numéro de session
console-detail-fields = Champs
console-detail-checked = Relus
console-detail-bad = Défectueux
console-detail-client = Client
console-detail-scopes = Droits
console-detail-expires-at = Jusqu’au
console-detail-report = Signalement
console-detail-outcome = Conclusion
console-detail-list = Liste
console-detail-webhook = Webhook
console-detail-generation = Numéro
console-detail-why = Pourquoi
console-detail-account = Compte
console-detail-roles = Rôles
console-detail-how = Comment
console-word-password = mot de passe
console-word-oidc = fournisseur d’identité
console-word-wrong-credentials = identifiant, mot de passe ou code inexact
console-word-locked = trop d’essais
console-word-disabled = compte fermé
console-word-gone = le destinataire n’en veut plus
console-word-failing = échecs depuis plusieurs jours
console-word-public = Le public
console-word-nobody = Inconnu
console-word-command-line = Ligne de commande
console-word-service = Ce service
console-word-yes = oui
console-word-no = non

## État

console-health-title = État du service
console-refresh = Actualiser
console-frozen = La signature est arrêtée
console-frozen-since = Depuis le { $since }. Aucun certificat n’est délivré{"\u00A0"}; la vérification et les révocations continuent.
console-queue = File d’attente
console-queued = En attente
console-leased = En cours
console-dead = Abandonnées
console-oldest = la plus ancienne depuis { $age }
console-days = { $count ->
    [0] moins d’un jour
    [one] un jour
   *[other] { $count } jours
}
console-hours = { $count ->
    [0] moins d’une heure
    [one] une heure
   *[other] { $count } heures
}
console-minutes = { $count ->
    [0] moins d’une minute
    [one] une minute
   *[other] { $count } minutes
}
console-seconds = { $count ->
    [0] moins d’une seconde
    [one] une seconde
   *[other] { $count } secondes
}
console-failed = Échouées, essayées de nouveau
console-failed-explained = Ces tâches seront essayées de nouveau d’elles-mêmes à l’heure dite.
console-failed-stopped = Le programme s’est interrompu en la faisant.
console-failed-silent = La machine qui la faisait n’a plus donné signe de vie, à chaque essai.
console-failed-letters-off = Le courrier est mal configuré : voyez la section mail de la configuration.
console-failed-issuing = Des certificats n’ont pas pu être délivrés.
console-failed-frozen = La signature est arrêtée.
console-failed-letter = La lettre n’a pas pu être envoyée.
console-failed-letter-refused = Le serveur de courrier a refusé la lettre.
console-failed-facts = Ce que le registre garde du certificat ne se lit pas.
console-failed-register = Le registre n’a pas répondu.
console-failed-batch = Ce que le registre garde du fichier ne se lit pas.
console-failed-verifying = Des lignes n’ont pas pu être vérifiées.
console-failed-lists = Les listes d’état n’ont pas pu être publiées.
console-failed-randomness = Le système ne donne pas de hasard.
console-failed-unknown = Cette version du programme ne connaît pas cette tâche.
console-job-next = Prochain essai
console-retry-now = Essayer maintenant
console-dead-explained = Ces tâches ont échoué trop souvent. Corrigez la cause, puis relancez-les{"\u00A0"}: ce qui est déjà fait n’est pas refait.
console-job = Tâche
console-job-given-up = Abandonnée
console-job-attempts = Essais
console-job-error = Raison
console-job-act = Agir
console-retry = Relancer
console-retry-all = Tout relancer
console-job-issue-batch = Délivrance d’un fichier
console-job-render-and-seal = Délivrance de certificats
console-job-publish-status = Publication des listes d’état
console-job-verify-batch = Vérification d’un fichier
console-job-prune = Effacement de l’ancien
console-job-announce-change = Annonce d’un changement
console-job-deliver-webhook = Envoi à un webhook
console-job-send-mail = Envoi d’une lettre
console-checks = Contrôles
console-check-register = Registre
console-check-schema = Forme du registre
console-check-archive = Archive
console-check-keys = Clés
console-check-lists = Listes d’état
console-check-good = En ordre
console-found-unreachable = Injoignable
console-found-key-ended = Une clé est terminée
console-found-newer = Plus récente que ce programme
console-found-older = Plus ancienne{"\u00A0"}: lancez sceau migrate
console-found-expired = Expirées
console-lists = Listes d’état
console-lists-age = Signées il y a { $age }.
console-lists-until = Elles valent jusqu’au { $until }.
console-lists-none = Aucune liste n’est encore publiée.
console-selfcheck = Autocontrôle
console-selfcheck-bad = { $count ->
    [0] Aucun défaut
    [one] Un certificat défectueux
   *[other] { $count } certificats défectueux
}
console-selfcheck-at = Dernier autocontrôle le { $at }.
console-selfcheck-checked = { $count ->
    [0] Aucun certificat à relire.
    [one] Un certificat relu.
   *[other] { $count } certificats relus.
}
console-selfcheck-none = Aucun autocontrôle n’a encore été fait.
console-brake = Arrêt d’urgence
console-brake-lead = Si quelque chose de faux est en train d’être signé, arrêtez la signature sur toutes les machines.
console-freeze = Arrêter la signature
console-thaw = Reprendre la signature
console-freeze-title = Arrêter la signature sur toutes les machines
console-thaw-title = Reprendre la signature
console-freeze-word = arrêter
console-thaw-word = reprendre
console-effect = Ce qui va se passer
console-freeze-effect-signing = En moins de cinq secondes, plus aucun certificat n’est délivré, ni correction, sur aucune machine.
console-freeze-effect-batches = { $count ->
    [0] Les délivrances en cours attendent la reprise{"\u00A0"}; rien n’est perdu.
    [one] Les délivrances en cours attendent la reprise, et le fichier à approuver aussi{"\u00A0"}; rien n’est perdu.
   *[other] Les délivrances en cours attendent la reprise, et les { $count } fichiers à approuver aussi{"\u00A0"}; rien n’est perdu.
}
console-freeze-effect-verify = La vérification publique continue.
console-freeze-effect-lists = Les révocations restent possibles et les listes d’état continuent d’être publiées.
console-thaw-effect-signing = La signature reprend sur toutes les machines.
console-thaw-effect-queue = { $count ->
    [0] Aucune tâche n’attend.
    [one] Une tâche en attente est faite.
   *[other] Les { $count } tâches en attente sont faites.
}
console-confirm = Confirmer
console-form-errors = Le formulaire est à corriger
console-freeze-reason = Raison de l’arrêt
console-freeze-reason-hint = Elle est écrite dans le journal et montrée aux opérateurs. Aucun nom de personne.
console-freeze-no-reason = Donnez une raison, en 500 caractères au plus.
console-type-word = Pour confirmer, tapez le mot{"\u00A0"}: { $word }
console-word-wrong = Tapez exactement le mot{"\u00A0"}: { $word }
console-give-up = Ne rien changer

## Comptes

console-accounts-title = Comptes
console-accounts-lead = Qui peut se connecter, et pour quoi faire.
console-accounts-count = { $count ->
    [0] Aucun compte.
    [one] Un compte.
   *[other] { $count } comptes.
}
console-accounts-person = Personne
console-accounts-roles = Rôles
console-accounts-organisation = Organisme
console-account-closed = Fermé depuis le { $at }
console-account-open = Ouvert
console-accounts-cli = En ligne de commande
console-accounts-add-lead = Un compte se crée aussi en ligne de commande, qui affiche une seule fois le mot de passe et le second facteur{"\u00A0"}:
console-accounts-reset-lead = Mot de passe oublié ou téléphone perdu{"\u00A0"}:
console-account-title = Un compte
console-account-with = Se connecte
console-account-with-password = par mot de passe et code
console-account-with-provider = auprès du fournisseur d’identité
console-account-own = C’est votre compte{"\u00A0"}: un autre administrateur peut en changer les rôles ou le fermer.
console-account-no-role = Choisissez au moins un rôle, ou fermez le compte.
console-account-no-organisation = Ce compte n’appartient à aucun organisme et ne peut pas en être membre.
console-account-roles-legend = Ce que la personne peut faire
console-account-save = Enregistrer les rôles
console-account-access = Accès
console-account-enable-lead = La personne pourra de nouveau se connecter, avec le même mot de passe et le même second facteur.
console-account-enable = Rouvrir le compte
console-account-disable-lead = La personne est déconnectée partout, aussitôt, et ne peut plus se connecter. Ce qu’elle a fait reste au journal.
console-account-disable = Fermer le compte
console-account-unlock-lead = Après trop d’essais, un compte est bloqué un quart d’heure.
console-account-unlock = Débloquer maintenant
