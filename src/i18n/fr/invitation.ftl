# Les comptes que leur titulaire ouvre par un lien.

## Chez l’administrateur

accounts-new-title = Créer un compte
accounts-new-lead = La personne reçoit un lien qui sert une fois, pendant { $hours } heures. Elle y choisit son mot de passe et y enregistre son second facteur : vous ne les connaissez jamais.
accounts-new-name = Nom
accounts-new-name-hint = Tel que les pages et le journal le montrent.
accounts-new-name-wrong = Écrivez un nom, en 100 caractères au plus.
accounts-new-login-hint = Ce que la personne tape pour se connecter : une lettre, puis lettres minuscules, chiffres et . - _ @
accounts-new-login-wrong = Un identifiant commence par une lettre et n’a que des lettres minuscules sans accent, des chiffres et . - _ @
accounts-new-login-taken = Un autre compte a cet identifiant.
accounts-new-organisation-hint = Pour les membres d’un organisme seulement.
accounts-new-no-organisation = Aucun
accounts-new-organisation-missing = Choisissez l’organisme pour lequel ce membre agit.
accounts-new-organisation-vain = Seuls les membres ont un organisme : cochez ce rôle, ou choisissez « Aucun ».
accounts-new-button = Créer le compte et son lien
accounts-link = Lien
accounts-link-address = Adresse électronique où envoyer le lien
accounts-link-address-hint = Facultative, et oubliée une fois la lettre partie. Sans adresse, le lien s’affiche une fois et vous le remettez vous-même.
accounts-link-by-hand = Ce service n’envoie pas de lettres : le lien s’affiche une fois et vous le remettez vous-même.
accounts-link-title = Lien d’accès
accounts-link-until = Lien valable jusqu’au
accounts-link-once = Remettez ce lien à la personne par une voie sûre. Il ne s’affichera plus.
accounts-link-label = Le lien
accounts-link-advice = Quiconque a ce lien peut ouvrir le compte. S’il s’est perdu, faites-en un autre depuis la page du compte : le précédent ne sert plus.
accounts-link-sent = Le lien est en route par courrier électronique.
accounts-link-back = Retour aux comptes
accounts-anew-title = Redonner l’accès par un lien
accounts-anew-lead = Mot de passe oublié, téléphone perdu, ou lien arrivé à son terme : la personne choisit un nouveau mot de passe et un nouveau second facteur.
accounts-anew-effect-out = La personne est déconnectée partout, aussitôt, et son mot de passe ne sert plus.
accounts-anew-effect-factor = Son second facteur ne sert plus : elle en enregistre un nouveau.
accounts-anew-effect-link = Un lien qui sert une fois, pendant { $hours } heures, lui rend l’accès. Un lien fait auparavant ne sert plus.
accounts-anew-button = Retirer l’accès et faire un lien
accounts-anew-not = Aucun lien ne peut ouvrir ce compte : il est fermé, ou la personne se connecte auprès du fournisseur d’identité.
accounts-last-administrator = C’est le dernier compte d’administration qui peut se connecter : donnez d’abord ce rôle à un autre compte.
accounts-waiting = Invité, lien valable jusqu’au { $until }
accounts-waiting-over = Invité, lien arrivé à son terme

## Chez la personne

invitation-title = Ouvrir votre compte
invitation-lead = Votre lien d’accès ouvre cette page. S’il ne s’est pas ouvert de lui-même, collez-le ici.
invitation-label = Lien d’accès
invitation-hint = Le lien entier, ou ce qui suit le signe #.
invitation-button = Continuer
invitation-refused-title = Ce lien n’ouvre rien
invitation-refused = Il a déjà servi, il est arrivé à son terme, ou un autre l’a remplacé. Demandez-en un nouveau à l’administrateur de ce service.
invitation-open-lead = Deux choses, et votre compte est ouvert : un mot de passe que vous choisissez, et une application d’authentification sur votre téléphone.
invitation-password = Mot de passe
invitation-password-lead = Douze caractères au moins : une phrase convient.
invitation-new = Votre mot de passe
invitation-factor = Second facteur
invitation-factor-lead = Scannez ce dessin avec une application d’authentification, ou tapez-y la clé. Elle n’est montrée qu’ici.
invitation-qr = Code QR pour l’application d’authentification ; la clé à taper est au-dessous.
invitation-app = Ouvrir dans l’application de ce téléphone
invitation-secret = Clé à taper
invitation-code-hint = Celui que l’application affiche maintenant pour ce compte : il prouve qu’elle est prête.
invitation-code-wrong = Ce n’est pas le code que l’application doit afficher. Vérifiez l’heure du téléphone, puis tapez le code suivant. Le mot de passe est à retaper aussi.
invitation-accept = Ouvrir mon compte
