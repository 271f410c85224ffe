# Les pages pour tous : présenter, lire un sceau hors ligne, niveaux, explications, exemples, signalement.

public-nav-organisation = Établissements
public-nav-levels = Niveaux
public-foot = Pied de page
public-foot-how = Comment la vérification fonctionne
public-foot-accessibility = Accessibilité
public-foot-privacy = Données personnelles
public-foot-report = Signaler un document suspect
public-foot-api = API
public-foot-sign-in = Connexion des opérateurs
public-home-many = Beaucoup de certificats à vérifier ?
public-home-many-link = Déposez un fichier
public-home-desk = Un poste d’examen sans réseau ?
public-home-desk-link = Préparez la lecture hors ligne
public-home-gallery = Toutes les réponses possibles, en exemples

## Présenter

public-code-typo = Il y a une faute de frappe : le dernier signe, qui contrôle les autres, ne tombe pas juste. Relisez surtout ceux qui se ressemblent : 8 et B, 5 et S, 2 et Z.
public-file-none = Choisissez d’abord un fichier.
public-file-too-large = Ce fichier est trop grand : { $size } Mo au plus. Rien n’a été envoyé.
public-file-heic = Cette photo est au format HEIC ou AVIF, qui n’est pas lu ici. Enregistrez-la en JPEG, ou photographiez de nouveau. Rien n’a été envoyé.
public-file-wrong = Ce fichier n’est ni un PDF, ni une image PNG ou JPEG, ni un badge. Rien n’a été envoyé.
public-file-several = Un seul fichier à la fois.
public-camera-open = Scanner le sceau
public-camera-hint = Avec l’appareil photo de cet appareil.
public-camera-kept = L’image ne quitte pas cet appareil.
public-camera-view = Image de l’appareil photo
public-camera-stop = Arrêter l’appareil photo
public-camera-looking = Placez le sceau, le carré de points, au milieu de l’image.
public-camera-found = Sceau lu.
public-camera-other = Ce code QR n’est pas un sceau. Cherchez celui du bas de la page 1.
public-camera-denied = L’appareil photo n’est pas autorisé pour cette page. Autorisez-le dans le navigateur, ou déposez une photo.
public-camera-sent = Ce navigateur ne lit pas le sceau lui-même : la photo que vous prenez est envoyée au service, qui la lit et ne la garde pas.
public-camera-unable = Ce navigateur ne donne pas accès à un appareil photo. Celui de votre téléphone lit aussi le sceau : visez-le, puis ouvrez le lien.
public-camera-shoot = Prendre la photo
public-camera-aim = Placez le sceau, le carré de points, au milieu de l’image, puis prenez la photo.
public-camera-reading = Lecture de la photo…
public-camera-nothing = Aucun sceau n’a été trouvé dans la photo. Approchez-vous, tenez la feuille à plat, évitez les reflets, puis reprenez-la.
public-camera-busy = Trop de photos en peu de temps. Attendez une minute, ou saisissez le code.
public-camera-away = Le service ne répond pas. Réessayez, ou saisissez le code.
public-camera-none = Cet appareil n’a pas d’appareil photo. Déposez une photo, ou saisissez le code.
public-camera-broken = L’appareil photo ne répond pas. Déposez une photo, ou saisissez le code.

## Sceau lu dans le navigateur

public-local-asking = Signature authentique
public-local-asking-explained = Ce navigateur a vérifié la signature du sceau. Nous demandons maintenant si le certificat est encore valable…
public-local-in-force = Certificat authentique
public-local-in-force-explained = La signature est juste, et le certificat était en vigueur selon la liste signée de l’organisme, à la date ci-dessous.
public-local-not-checked = Signature authentique, révocation non vérifiée
public-local-not-checked-explained = Ce certificat a bien été délivré par l’organisme, mais le service ne répond pas : il a pu être suspendu, remplacé ou révoqué depuis. Vérifiez de nouveau dès que le réseau revient.
public-local-list-over-explained = Ce certificat a bien été délivré par l’organisme, mais le service ne répond pas et la liste gardée ici a expiré : il a pu être suspendu, remplacé ou révoqué depuis. Vérifiez de nouveau dès que le réseau revient.
public-local-revoked = Certificat hors vigueur
public-local-revoked-explained = Ce certificat a bien été délivré, mais la liste signée de l’organisme le dit révoqué ou remplacé : il n’est plus valable.
public-local-suspended = Certificat suspendu
public-local-suspended-explained = Ce certificat a bien été délivré, mais la liste signée de l’organisme le dit suspendu : il n’est pas valable pour le moment.
public-local-altered-explained = La signature ne correspond pas à ce que dit ce sceau : il a été modifié ou mal copié. Rien n’a été envoyé.
public-local-unknown-key-explained = Ce sceau n’est pas signé par une clé que l’organisme a publiée. Rien n’a été envoyé.
public-local-key-refused-explained = La clé qui a signé ce sceau n’avait pas cours à cette date. Rien n’a été envoyé.
public-local-no-keys = Vérification impossible sans réseau
public-local-no-keys-explained = Les clés publiques de l’organisme ne sont pas dans ce navigateur et le service ne répond pas. Cela ne dit rien du certificat.
public-local-unable = Vérification impossible dans ce navigateur
public-local-unable-explained = Ce navigateur ne sait pas vérifier cette signature lui-même (Ed25519), et le service ne répond pas. Cela ne dit rien du certificat.
public-local-as-of = État au
public-local-send = Demander au service
public-local-send-state = Vérifier la révocation maintenant
public-local-still = Le service ne répond toujours pas.
public-local-why-listed = Selon la liste signée de l’organisme, datée du { $date }.
public-local-why-no-list = Le service ne répond pas, et aucune liste d’états n’est gardée sur cet appareil.
public-local-why-old-list = Le service ne répond pas, et la liste d’états gardée sur cet appareil a expiré le { $date }.
public-local-why-birth = Le sceau la contient : elle est affichée ci-dessus. Comparez-la avec une pièce d’identité.
public-local-from-seal = Lu dans le sceau, par ce navigateur.

## Poste d’examen

public-desk-name = Sceau, lecture des certificats
public-desk-title = Travailler hors ligne
public-desk-lead = Gardez dans ce navigateur cette page, les clés et les listes d’états : les sceaux se vérifient ensuite sans réseau. Aucune donnée de personne n’est gardée.
public-desk-button = Préparer ou mettre à jour
public-desk-ready = Prêt à travailler hors ligne
public-desk-keys = Clés du
public-desk-lists = Listes d’états du
public-desk-until = Valables jusqu’au
public-desk-over = Les listes gardées ont expiré : mettez à jour avant de vous y fier.
public-desk-working = Téléchargement des clés et des listes…
public-desk-failed = Le service ne répond pas : rien n’a été préparé.

## Verdict et reçu

public-receipt-title = Reçu de cette vérification
public-receipt-lead = Un reçu signé dit ce que vous avez vérifié, quand, et ce que nous avons répondu. Ce n’est pas un certificat. Il ne contient rien de plus que cette page, et peut être demandé pendant 24 heures.
public-receipt-pdf = Télécharger le reçu (PDF)
public-receipt-json = Reçu pour les programmes (JSON)
public-receipt-name = recu-de-verification
public-verdict-report = Signaler un document suspect

## Erreurs

public-error-instead = En attendant
public-error-offline = Le sceau se vérifie aussi dans votre navigateur :
public-error-link = Vous cherchez votre propre certificat ?
public-error-how = Vous voulez comprendre la vérification ?
public-error-code = Le code imprimé donne la même réponse :

## Niveaux

public-levels-title = Niveaux et compétences
public-levels-lead = Ce que dit un « { $title } », et ce que veut dire chaque niveau.
public-levels-others = Autres certificats :
public-levels-what = Ce qui est certifié
public-levels-framework = Le certificat mesure les compétences de ce référentiel : { $framework }.
public-levels-source = Le référentiel
public-levels-scale = Chaque compétence a son niveau, de 0 à { $max }. Le certificat ne donne pas de moyenne : un profil inégal est normal.
public-levels-competences = Compétences
public-levels-competences-hint = Chaque compétence a sa page : ce que chaque niveau permet de faire.
public-levels-global = Niveaux globaux
public-levels-global-lead = Le score, de 0 à { $max }, donne un niveau global.
public-levels-one-lead = Ce que permet de faire chaque niveau, de 1 à { $max }. Chaque niveau suppose les précédents.
public-levels-neighbours = Compétences voisines

## Comment

public-how-title = Comment la vérification fonctionne
public-how-lead = Une signature numérique protège chaque certificat. Tout le monde peut la contrôler, avec nous ou sans nous.
public-how-steps = Ce qui est contrôlé
public-how-step-signature = La signature est juste : rien n’a changé depuis que l’organisme a signé.
public-how-step-key = La clé qui a signé est une clé publiée par l’organisme, et elle avait cours à cette date.
public-how-step-content = Le document, le sceau, l’attestation et le registre disent la même chose.
public-how-step-status = Le certificat est encore en vigueur : ni suspendu, ni remplacé, ni révoqué.
public-how-verdicts = La réponse la plus grave l’emporte, et chaque contrôle est montré avec sa raison.
public-how-formats = Ce qui peut être présenté
public-how-format-code = Code imprimé
public-how-format-code-is = 14 signes, dont le dernier contrôle les autres. Il ne contient rien : il ouvre le registre.
public-how-format-seal = Sceau (code QR)
public-how-format-seal-is = Le contenu du certificat, signé (COSE, Ed25519). Il se vérifie sans réseau.
public-how-format-pdf = PDF
public-how-format-pdf-is = Signé selon PAdES (EN 319 142-1). Tout ajout après la signature est vu.
public-how-format-credential = Attestation numérique
public-how-format-credential-is = Open Badges 3.0, un titre vérifiable du W3C, en JSON, en jeton ou dans une image.
public-how-format-receipt = Reçu
public-how-format-receipt-is = La réponse à une vérification, signée (JWS). Ce n’est pas un certificat.
public-how-keys = Clés
public-how-keys-lead = Les clés publiques de l’organisme, celles d’aujourd’hui et celles d’avant, pour les programmes :
public-how-keys-caption = Comparez ces empreintes avec celles que l’organisme publie ailleurs.
public-how-key-name = Nom
public-how-key-purpose = Sert à
public-how-key-dates = Dates
public-how-key-fingerprint = Empreinte (SHA-256)
public-how-key-seal = signer sceaux, attestations et reçus
public-how-key-document = signer les PDF
public-how-key-since = En service depuis le { $date }
public-how-key-retired = Retirée le { $date }
public-how-key-compromised = Peu sûre à partir du { $date }
public-how-key-specimen = Clé d’exemple : ne prouve rien
public-how-status = Listes d’états
public-how-status-lead = L’organisme publie et signe les listes des certificats suspendus ou hors vigueur. Elles ne nomment personne : chaque certificat y a une place parmi 131 072. Une liste vaut sept jours et suit tout changement dans la minute.
public-how-without = Vérifier sans nous
public-how-without-lead = Rien n’oblige à nous demander. Il suffit des clés publiques et, pour la révocation, des listes signées.
public-how-without-desk = Dans un navigateur, même sans réseau une fois préparé :
public-how-without-command = Avec le programme libre Sceau, en ligne de commande :
public-how-without-example = Exemple de commande
public-how-without-standard = Avec tout vérificateur d’Open Badges 3.0 ou de titres vérifiables du W3C, et tout lecteur de PDF qui contrôle les signatures.
public-how-programs = Pour les programmes
public-how-programs-lead = La même réponse existe en JSON, pour une vérification ou pour des fichiers entiers :

## Accessibilité

public-accessibility-title = Accessibilité
public-accessibility-lead = Ces pages sont faites pour être lues par tous, avec ou sans souris, avec ou sans script, agrandies ou lues à voix haute.
public-accessibility-state = État
public-accessibility-state-is = Nous visons les critères AA des WCAG 2.2. Les essais ci-dessous ont été faits par nous ; aucun audit indépendant n’a eu lieu, et nous ne déclarons donc pas de conformité.
public-accessibility-done = Ce qui a été essayé
public-accessibility-date = En novembre 2026, avec Chromium.
public-accessibility-done-axe = Des contrôles automatiques (axe-core) sur les pages, en français et en anglais, en clair et en sombre.
public-accessibility-done-keyboard = La vérification par code et par fichier, la prise d’un reçu et le signalement, au clavier seul.
public-accessibility-done-zoom = Une largeur de 320 pixels, qui est aussi un agrandissement de 400 %.
public-accessibility-done-script = La même chose, sans scripts.
public-accessibility-done-colour = Les contrastes, calculés pour chaque couple de couleurs ; aucun état n’est dit par la couleur seule.
public-accessibility-open = Ce qui reste à faire
public-accessibility-open-people = Des essais avec des personnes qui utilisent un lecteur d’écran.
public-accessibility-open-audit = Un audit par un tiers.
public-accessibility-open-api = La description de l’API est dessinée par un logiciel tiers dont nous ne répondons pas.
public-contact = Nous écrire
public-contact-none = Adressez-vous à { $issuer }.
public-accessibility-contact = Quelque chose vous arrête ? Dites-le-nous :

## Données personnelles

public-privacy-title = Données personnelles
public-privacy-lead = Qui voit quoi, et combien de temps. Les durées sont celles que ce service applique.
public-privacy-who = Responsable
public-privacy-controller = { $issuer } délivre les certificats et répond de ce service.
public-privacy-kept = Ce qui est gardé
public-privacy-caption = Données, personnes qui les voient et durées
public-privacy-what = Donnée
public-privacy-sees = Qui la voit
public-privacy-long = Durée
public-privacy-days = { $days ->
    [one] { $days } jour
   *[other] { $days } jours
}
public-privacy-not-kept = Pas gardé
public-privacy-minutes = Une heure au plus
public-privacy-as-long-as-verifiable = Tant que le certificat doit pouvoir être vérifié
public-privacy-presented = Ce que vous présentez : code, sceau, document, date de naissance comparée
public-privacy-presented-who = Personne : lu en mémoire, effacé dès la réponse
public-privacy-address = Votre adresse IP, comptée pour limiter les essais au hasard
public-privacy-address-who = Personne : seule une empreinte sert au compte
public-privacy-certificates = Les certificats : identité du titulaire, score, niveaux, état
public-privacy-certificates-who = Le titulaire, l’organisme, et qui reçoit le certificat ou son code
public-privacy-checks = L’historique des contrôles d’un certificat : le jour, l’heure et la sorte de demandeur
public-privacy-checks-who = Le titulaire
public-privacy-corrections = Les demandes de correction et le fichier joint, après la réponse
public-privacy-corrections-who = Le titulaire et l’organisme
public-privacy-results = Les fichiers de résultats reçus des centres
public-privacy-results-who = L’organisme
public-privacy-as-long-as-open = Tant que le compte existe
public-privacy-candidates = Les listes de candidats d’une session, après l’examen
public-privacy-candidates-who = L’organisme
public-privacy-accounts = Les comptes des opérateurs et des établissements : nom, identifiant, empreinte du mot de passe
public-privacy-accounts-who = La personne et les administrateurs de l’organisme
public-privacy-jobs = Les travaux terminés du service
public-privacy-jobs-who = L’organisme
public-privacy-files = Les réponses aux fichiers de vérification
public-privacy-files-who = L’établissement qui a déposé le fichier
public-privacy-links = Les liens des prescripteurs vers les résultats de leurs candidats
public-privacy-links-who = Le prescripteur
public-privacy-letters = Les adresses des courriels refusés
public-privacy-letters-who = L’organisme
public-privacy-interests = Qui doit être prévenu d’un changement
public-privacy-interests-who = L’établissement qui a demandé à l’être
public-privacy-messages = Les messages envoyés aux programmes des établissements
public-privacy-messages-who = L’établissement
public-privacy-reporter = Signalements : votre contact, et le code du document
public-privacy-reporter-who = L’organisme
public-privacy-reports = Signalements : ce que vous avez écrit
public-privacy-reports-who = L’organisme
public-privacy-not = Ce que nous ne faisons pas
public-privacy-not-cookie = Ces pages ne posent aucun témoin (cookie). Seules les personnes qui se connectent en reçoivent un, le temps de leur session.
public-privacy-not-log = Le journal du service ne contient ni nom, ni code, ni date de naissance, ni adresse IP.
public-privacy-not-address = Aucun code, aucun nom n’est dans une adresse : ce que porte un sceau ou un lien privé reste dans votre navigateur.
public-privacy-not-others = Aucun fichier, aucune mesure d’audience, aucune police ne vient d’un autre service.
public-privacy-not-birth = Un code ne montre jamais la date de naissance : on peut seulement demander si elle correspond.
public-privacy-not-desk = La lecture hors ligne garde dans votre navigateur des clés et des listes sans nom, jamais une réponse.
public-privacy-rights = Vos droits
public-privacy-rights-are = Vous pouvez demander à voir, corriger ou effacer ce qui vous concerne, et vous opposer à son usage. En cas de désaccord, l’autorité de protection des données de votre pays vous répond (en France, la CNIL).
public-privacy-contact = Pour toute demande :

## Exemples

public-gallery-title = Toutes les réponses, en exemples
public-gallery-lead = Pour apprendre à lire une réponse. Chaque page est dessinée comme une vraie, à partir d’un SPÉCIMEN inventé : rien n’est cherché, rien n’est gardé.
public-gallery-offline = Sans réseau
public-gallery-offline-lead = Quand le service ne répond pas, le navigateur juge lui-même, avec les clés et les listes qu’il a gardées. Voici ses réponses. Pour les préparer :
public-gallery-see = Voir la page entière
public-gallery-mark = EXEMPLE : cette page ne parle d’aucun certificat réel.
public-gallery-back = Tous les exemples

## Signaler

public-report-title = Signaler un document suspect
public-report-lead = Un certificat qui vous semble faux, modifié, ou présenté par quelqu’un d’autre ? Décrivez-le : l’organisme l’examinera. Un signalement ne change rien au certificat.
public-report-what = Ce qui vous semble suspect
public-report-what-hint = Par exemple : le score a été retouché, la vérification dit autre chose. N’écrivez pas la date de naissance ni d’autres données dont nous n’avons pas besoin.
public-report-origin = D’où vient le document
public-report-origin-hint = Par exemple : reçu par courriel avec une candidature.
public-report-code = Code de vérification (facultatif)
public-report-contact = Comment vous joindre (facultatif)
public-report-contact-hint = Une adresse de courriel ou un numéro, effacé après { $days ->
    [one] { $days } jour
   *[other] { $days } jours
  } avec le code.
public-report-button = Envoyer ce signalement
public-report-no-what = Dites ce qui vous semble suspect.
public-report-no-origin = Dites d’où vient le document.
public-report-too-long = C’est trop long : { $most } caractères au plus.
public-report-faults = { $count ->
    [0] Aucun champ n’est à corriger
    [one] Un champ est à corriger
   *[other] { $count } champs sont à corriger
}
public-report-sent-title = Merci, votre signalement est enregistré
public-report-sent-lead = L’organisme le lira. Il vous répondra si vous avez laissé un contact et s’il a besoin d’en savoir plus.
public-report-sent-next = D’ici là, fiez-vous à la vérification, et non à l’apparence du document.
