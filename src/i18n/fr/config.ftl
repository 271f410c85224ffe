# La configuration.
config-hint-unreadable = nommez un fichier qui existe avec `--config`, ou retirez l’option pour utiliser ./sceau.toml ou les valeurs par défaut
config-hint-field = chaque champ est décrit dans le README ; `sceau config show` montre ceux en vigueur
config-hint-folder = le dossier contient un sous-dossier par référentiel, chacun avec un framework.toml
config-public-url = `{ $value }` n’est pas une adresse comme `https://sceau.example` : un protocole, un hôte en ASCII, au besoin un port, pas de chemin
config-otlp = ce programme a été construit sans l’option `otlp` : rien ne serait envoyé à `{ $value }`
config-oidc = ce programme a été construit sans l’option `oidc` : personne ne pourrait se connecter par `{ $value }`
config-oidc-encrypted = `{ $value }` doit commencer par `https://` : qui lit en chemin pourrait se connecter
config-oidc-client = indiquez aussi le nom que `{ $value }` donne à ce service
config-metrics-listen = `{ $value }` n’est pas la boucle locale : quiconque l’atteint lit les mesures ; permettez-le par `telemetry.metrics_anywhere = true` derrière un réseau privé
config-https = `{ $value }` doit commencer par `https://` hors de cette machine
config-empty = ce texte est imprimé sur chaque certificat et ne peut pas être vide
config-example-issuer = `{ $value }` est l’exemple : donnez le nom de l’organisme certificateur
config-framework = il n’y a pas de référentiel `{ $value }`
config-folder = { $value }
config-zero = doit être plus grand que { $value }
config-filter = { $value }
config-example-keys = tout le monde a les clés d’exemple : elles sont refusées pour `{ $value }`, qui n’est pas cette seule machine. Créez-en de vraies avec `sceau keys new`, ou activez `service.insecure_example_keys`
config-timestamp-url = `{ $value }` n’est pas une adresse qui commence par `http://` ou `https://`
config-timestamp-roots = nommez le fichier PEM avec le certificat racine qui répond de `{ $value }` : sans lui l’horodatage ne vaut pour personne
config-s3-bucket = `{ $value }` n’est pas le nom d’un compartiment : 3 à 63 minuscules, chiffres, points et tirets
config-s3-endpoint = `{ $value }` n’est pas une adresse comme `https://s3.example` : un protocole, un hôte, au besoin un port, pas de chemin
config-s3-encrypted = `{ $value }` doit commencer par `https://` hors de cette machine : les certificats contiennent noms et dates de naissance
config-s3-key = une clé a deux moitiés, `s3_access_key_id` et `s3_secret_access_key` : donnez les deux, ou aucune pour utiliser le rôle de cette machine
config-mail-from = les lettres ont besoin d’un expéditeur quand `mail.host` vaut `{ $value }` : `Institut <certificats@sceau.example>`
config-mail-encrypted = les lettres contiennent des liens privés : `none` ne va qu’à un serveur de courrier de cette machine, pas à `{ $value }`
config-mail-password = un compte a deux moitiés, `username` et `password` : donnez les deux ou aucune
