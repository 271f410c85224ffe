# Les pages publiques et la page privée du titulaire.

pages-skip = Aller au contenu
pages-nav = Principal
pages-nav-verify = Vérifier
pages-nav-holder = Mon certificat
pages-other-language = English
pages-foot-keys = Clés publiques
pages-foot-issuer = Certificats délivrés par { $issuer }.
pages-colon = {"\u00A0: "}

## Accueil

pages-home-title = Vérifier un certificat
pages-home-lead = En quelques secondes, sans compte, gratuitement. Avec le code, le PDF ou une photo du sceau.
pages-code-label = Code de vérification
pages-code-hint = 14 caractères, sous la forme XXXX-XXXX-XXXX-XX. Majuscules, espaces et tirets sont facultatifs.
pages-code-button = Vérifier ce code
pages-or = ou
pages-file-label = PDF reçu, ou photo du sceau
pages-file-hint = Déposez le fichier ici ou choisissez-le : PDF, PNG, JPEG, ou badge (JSON, SVG, JWT), { $size } Mo au plus. Il n’est pas conservé.
pages-file-button = Vérifier ce document
pages-error-prefix = Erreur{"\u00A0"}:
pages-error-summary = Un champ est à corriger
pages-how-title = Comment ça marche
pages-how-first = Vous présentez le code, le PDF ou une photo du sceau.
pages-how-second = Nous contrôlons la signature, l’organisme et l’état du certificat.
pages-how-third = Vous lisez un verdict, puis chaque contrôle et sa raison.
pages-where-title = Où les trouver
pages-where-figure = Bas de la page 1 : le sceau, un carré de points, est à gauche ; le code est écrit à sa droite.
pages-where-caption = En bas de la page 1 du certificat : le sceau et, à sa droite, le code. Le sceau se lit aussi avec l’appareil photo d’un téléphone.

## Adresse du sceau

pages-seal-title = Lecture du sceau
pages-seal-lead = La réponse s’affiche dès que le sceau est lu. Sinon, saisissez le code imprimé à côté du sceau, ou déposez le PDF ou une photo.
pages-seal-no-script = Votre navigateur n’exécute pas de script : le contenu du sceau ne peut pas être lu dans l’adresse. Le code imprimé donne la même réponse.

## Verdict

pages-checked-at = Contrôlé le
pages-instant = { $date } à { $hour } h { $minute } ({ $zone })
pages-holder = Titulaire
pages-holder-hidden = Nom non dit par cette attestation
pages-level = Niveau global
pages-score = Score
pages-degraded = Le score tient compte de questions restées sans réponse.
pages-birth-date = Date de naissance
pages-exam-date = Examen passé le
pages-issued-on = Signé le
pages-issuer = Délivré par
pages-framework = Référentiel
pages-framework-version = { $name }, version { $version }
pages-figure-label = Figure : les niveaux en rayons, de { $first } à { $last } : { $levels }.
pages-figure-caption = Cette figure est la même que sur le certificat imprimé : comparez-les.
pages-levels = Niveaux par compétence
pages-levels-hint = Niveaux de 0 à { $max }.
pages-competence = Compétence
pages-competence-level = Niveau
pages-out-of = sur { $max }
pages-former-content = Voir ce que disait ce certificat
pages-specimen = SPÉCIMEN : ce certificat est signé avec des clés d’exemple, que tout le monde possède. Il ne prouve rien.
pages-next = Que faire
pages-next-compare = Comparez ce que vous avez saisi avec le document, signe par signe.
pages-next-file = Présentez le PDF d’origine ou une photo nette du sceau : ils se vérifient sans le code.
pages-next-ask = Sinon, demandez à la personne le PDF tel que l’organisme le lui a remis.
pages-next-original = Demandez à la personne le PDF tel que l’organisme le lui a remis, sans l’enregistrer de nouveau.
pages-next-code = Saisissez le code imprimé au bas de la page 1 : il montre ce que l’organisme a délivré.
pages-next-no-fraud = Ce n’est pas forcément une fraude : un fichier réenregistré ou mal copié donne la même réponse.
pages-next-new = Demandez à la personne le certificat qui remplace celui-ci.
pages-next-later = Vérifiez de nouveau plus tard : une suspension peut prendre fin.
pages-next-picture = Photographiez le sceau de plus près, à plat et en pleine lumière, ou saisissez le code.
pages-checks = Contrôles
pages-checks-count = { $passed ->
    [one] { $passed } réussi
   *[other] { $passed } réussis
  }, { $failed ->
    [one] { $failed } échoué
   *[other] { $failed } échoués
  }, { $skipped ->
    [one] { $skipped } non effectué
   *[other] { $skipped } non effectués
  }.
pages-checks-hint = Chaque contrôle est indépendant. Un contrôle non effectué n’est jamais compté comme réussi.
pages-outcome-passed = Réussi
pages-outcome-failed = Échoué
pages-outcome-not-performed = Non effectué
pages-reason-passed = Contrôle fait, sans rien à signaler.
pages-birth-title = La date de naissance correspond-elle ?
pages-birth-label = Date à comparer
pages-birth-hint = La date du certificat n’est pas affichée. Saisissez celle que l’on vous a donnée : la réponse sera oui ou non. Rien n’est conservé.
pages-birth-button = Comparer
pages-another = Vérifier un autre certificat

## Page du titulaire

pages-holder-title = Mon certificat
pages-link-lead = Ouvrez le lien privé que votre centre vous a remis, ou collez-le ici.
pages-link-label = Votre lien privé
pages-link-hint = L’adresse entière, ou ce qui suit le signe #. Ne la donnez à personne : elle permet de télécharger votre certificat.
pages-link-button = Ouvrir mon certificat
pages-link-refused-title = Ce lien n’ouvre aucun certificat
pages-link-refused = Il est incomplet, ou il a été remplacé. Copiez-le en entier, ou demandez un nouveau lien à votre centre.
pages-holder-code-hint = Donnez ce code à qui doit vérifier votre certificat : il montre votre nom, votre score et vos niveaux, jamais votre date de naissance.
pages-holder-keep = Pour revenir ici, gardez le lien reçu : cette page n’a pas d’autre adresse.
pages-download-title = Télécharger
pages-download-button = Télécharger le PDF
pages-download-name = certificat
pages-portable-png = Badge (PNG)
pages-portable-svg = Badge (SVG)
pages-portable-json = Titre (JSON-LD)
pages-portable-jwt = Jeton (JWT)

## Erreurs

pages-error-number = Erreur { $status }
pages-request-id = Numéro de la demande, pour l’assistance :
pages-retry-after = Réessayez dans { $seconds ->
    [one] { $seconds } seconde
   *[other] { $seconds } secondes
  }.
pages-api-title = Référence de l’API
pages-not-found = Cette page n’existe pas
pages-not-found-explained = L’adresse est incomplète ou n’existe plus.
pages-method-not-allowed = Cette adresse ne répond pas à ce type de demande
pages-method-not-allowed-explained = Passez par la page d’accueil.
pages-file-over = Le fichier dépasse { $megabytes } Mo.
pages-too-large = Ce fichier est trop lourd
pages-too-large-explained = Envoyez un fichier plus léger, par exemple une photo de taille ordinaire.
pages-not-acceptable = Indisponible sous cette forme
pages-not-acceptable-explained = Ce qui est publié ici n’existe sous aucune des formes que votre logiciel accepte. Demandez avec « Accept: */* » pour obtenir la forme habituelle.
pages-unsupported-type = Ce format n’est pas accepté
pages-unsupported-type-explained = Présentez un code, un PDF, une photo PNG ou JPEG, ou un badge (JSON, SVG, JWT). Un programme envoie le type de média que nomme /api/docs.
pages-malformed = Cette demande n’a pas pu être lue
pages-malformed-explained = Il y manque quelque chose, ou sa forme n’est pas celle attendue. Recommencez depuis la page d’accueil.
pages-nothing-presented = Saisissez un code, ou choisissez un fichier.
pages-nothing-presented-explained = Présentez une seule chose : un code, le texte d’un sceau ou un fichier.
pages-bad-birth-date = Cette date n’existe pas
pages-bad-birth-date-explained = Écrivez la date de naissance sous la forme JJ/MM/AAAA ou AAAA-MM-JJ.
pages-cross-site = Cette demande vient d’un autre site
pages-cross-site-explained = Par précaution, elle n’a pas été traitée. Recommencez depuis la page d’accueil.
pages-link-unknown = Ce lien n’ouvre aucun certificat
pages-link-unknown-explained = Il est incomplet, ou il a été remplacé. Demandez un nouveau lien à votre centre.
pages-unauthorized = Cette adresse est réservée aux programmes enregistrés
pages-unauthorized-explained = Présentez une clé d’API ou un jeton d’accès : « Authorization: Bearer … ». Si vous en avez présenté un, il est inconnu, expiré ou révoqué.
pages-forbidden = Ce programme n’a pas ce droit
pages-forbidden-explained = Il manque à sa clé le droit (« scope ») que nomme l’en-tête « WWW-Authenticate ». L’exploitant du service peut l’accorder.
pages-idempotency-key-malformed = Cette clé d’idempotence est inutilisable
pages-idempotency-key-malformed-explained = L’en-tête « Idempotency-Key » prend de 1 à 255 caractères imprimables, entre guillemets ou non.
pages-idempotency-key-reused = Cette clé d’idempotence a servi à une autre demande
pages-idempotency-key-reused-explained = Une clé désigne une seule demande : même méthode, même adresse, même corps. Tirez une nouvelle clé pour une nouvelle demande.
pages-in-progress = La même demande est en cours de traitement
pages-in-progress-explained = Rien n’a été fait deux fois. Redemandez avec la même clé dans un instant pour obtenir sa réponse.
pages-bad-value = Une valeur enfreint une règle
pages-bad-value-explained = « errors » nomme chaque champ qui enfreint une règle, et la description de l’API (/api/docs) dit ce qu’il accepte.
pages-conflict = Impossible dans l’état actuel
pages-conflict-explained = Regardez l’état de ce sur quoi vous agissez : « errors » dit quelle règle s’y oppose.
pages-not-published = Enregistré, mais pas encore publié
pages-not-published-explained = La vérification le dit déjà. Les listes signées le diront d’ici une minute ; il n’y a rien à redemander.
pages-client-exists = Un autre client porte ce nom
pages-client-exists-explained = Un nom désigne un seul client, même désactivé. Choisissez-en un autre.
pages-receipt-too-late = Ce reçu ne peut plus être demandé
pages-receipt-too-late-explained = Un reçu se demande dans les 24 heures qui suivent la vérification. Vérifiez de nouveau : vous en aurez un nouveau.
pages-too-many-requests = Un instant, s’il vous plaît
pages-too-many-requests-explained = Beaucoup de demandes viennent de votre réseau ou de votre programme. Cette limite protège les titulaires : elle empêche d’essayer des codes au hasard. Votre demande n’a pas été traitée.
pages-timeout = La réponse a pris trop de temps
pages-timeout-explained = Votre demande n’a pas été menée à son terme. Réessayez, avec un fichier plus léger si possible.
pages-internal = Une erreur est survenue chez nous
pages-internal-explained = Votre demande n’a pas été traitée, et cela ne dit rien du certificat. Réessayez plus tard.
pages-unavailable = Le service n’est pas prêt
pages-unavailable-explained = Le registre ne répond pas. Réessayez dans un instant.
pages-bad-search = La recherche n’a aucune des trois formes
pages-bad-search-explained = Donnez exactement une forme : ine ; organizationUai avec lastName, firstName et birthdate ; verificationCode.
pages-several-persons = Plusieurs personnes
pages-several-persons-explained = Des certificats de plusieurs personnes répondent à cette recherche. Cherchez par le code inscrit sur le certificat.
# Les résultats du prescripteur
pages-results-title = Résultats de mes candidats
pages-results-lead = Ouvrez le lien de la lettre que vous avez reçue, ou collez-le ici.
pages-results-label = Votre lien vers les résultats
pages-results-hint = L’adresse entière, ou ce qui suit le signe #. Ne le donnez qu’à ceux qui peuvent voir les résultats.
pages-results-button = Voir les résultats
pages-results-refused-title = Ce lien n’ouvre aucun résultat
pages-results-refused = Il est incomplet, ou son temps est écoulé. Copiez-le en entier, ou demandez les résultats au centre.
pages-results-session = Session { $session }.
pages-results-until = Le lien s’ouvre jusqu’au { $date }.
pages-results-download = Télécharger en tableau (CSV)
pages-results-name = resultats
pages-results-count = { $count ->
    [0] Aucun résultat
    [one] Un résultat
   *[other] { $count } résultats
}
pages-results-name-column = Nom
pages-results-last-name = Nom
pages-results-first-name = Prénom
pages-results-birth-date = Date de naissance
pages-results-exam-date = Date de passage
pages-results-score = Score
pages-results-level = Niveau global
pages-results-code = Code de vérification
pages-results-state = État
pages-results-valid = en vigueur
pages-results-revoked = révoqué
pages-results-superseded = remplacé
pages-results-suspended = suspendu
