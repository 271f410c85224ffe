# Comptes : connexion, rôles, mot de passe.

accounts-sign-in-title = Connexion
accounts-sign-in-lead = Réservée aux opérateurs de ce service et aux organismes qui ont un compte. Vérifier un certificat se fait sans compte.
accounts-login = Identifiant
accounts-password = Mot de passe
accounts-code = Code à six chiffres
accounts-code-hint = Celui que votre application d’authentification affiche en ce moment. Chaque code ne sert qu’une fois.
accounts-sign-in-button = Se connecter
accounts-sign-out = Se déconnecter
accounts-provider-button = Se connecter avec { $provider }
accounts-lost = Mot de passe oublié ou téléphone perdu{"\u00A0"}? L’administrateur de ce service vous en remet de nouveaux.
accounts-refused-title = La connexion n’a pas abouti
accounts-refused = L’identifiant, le mot de passe ou le code ne convient pas. Si le code a déjà servi, attendez le suivant.
accounts-locked = Trop d’essais. Réessayez dans { $minutes ->
    [0] moins d’une minute
    [one] une minute
   *[other] { $minutes } minutes
}, ou demandez à l’administrateur de débloquer le compte.
accounts-provider-refused = Le fournisseur d’identité n’a pas confirmé qui vous êtes, ou aucun compte ouvert ne vous correspond ici. Recommencez, ou demandez un compte à l’administrateur.
accounts-role-issuer = Émission
accounts-role-revoker = Révocation
accounts-role-auditor = Contrôle
accounts-role-administrator = Administration
accounts-role-member = Membre d’un organisme

## Ce qui est refusé

pages-signed-out = Vous n’êtes plus connecté
pages-signed-out-explained = Votre session est terminée, et ce que vous avez envoyé n’a pas été traité. Connectez-vous, puis recommencez.
pages-role-missing = Cette page demande un autre rôle
pages-role-missing-explained = Votre compte n’a aucun des rôles que demande cette page. L’administrateur de ce service peut vous en donner un.
pages-form-not-ours = Ce formulaire n’est plus valable
pages-form-not-ours-explained = Il date d’une connexion précédente, et rien n’a été fait. Rechargez la page d’où vous venez, puis recommencez.

## Ligne de commande

accounts-added = Le compte { $login } est créé.
accounts-disabled = Le compte { $login } est fermé, et la personne est déconnectée partout.
accounts-disabled-since = fermé depuis le
accounts-enabled = Le compte { $login } peut se connecter.
accounts-reset = Le compte { $login } a un nouveau mot de passe et un nouveau second facteur{"\u00A0"}; la personne est déconnectée partout.
accounts-roles-set = Les rôles de { $login } sont changés.
accounts-hint-client = avec le rôle member, nommez le client de l’organisme par --client{"\u00A0"}; sinon, retirez --client
accounts-hint-last = faites d’abord un autre administrateur : `sceau accounts roles LOGIN --role administrator`, ou `sceau accounts add`
accounts-hand-password = Mot de passe{"\u00A0"}:
accounts-hand-factor = Second facteur, à scanner ou à saisir dans une application d’authentification{"\u00A0"}:
accounts-hand-once = Remettez les deux à la personne par des voies distinctes{"\u00A0"}: ils ne seront plus affichés.


## Mon compte

accounts-own-title = Mon compte
accounts-change-title = Mot de passe
accounts-change-lead = Douze caractères au moins{"\u00A0"}: une phrase convient. Vous serez déconnecté partout et vous connecterez avec le nouveau.
accounts-current = Mot de passe actuel
accounts-new = Nouveau mot de passe
accounts-again = Le même, une seconde fois
accounts-change-button = Changer le mot de passe
accounts-current-wrong = Le mot de passe actuel ou le code ne convient pas. Si le code a déjà servi, attendez le suivant.
accounts-too-short = Le nouveau mot de passe a moins de douze caractères.
accounts-too-long = Le nouveau mot de passe est trop long{"\u00A0"}: 256 octets au plus.
accounts-own-locked = Trop d’essais{"\u00A0"}: recommencez dans un quart d’heure.
accounts-not-again = Les deux nouveaux mots de passe diffèrent.
accounts-everywhere-title = Appareils
accounts-everywhere-lead = Termine toutes vos sessions, celle-ci comprise.
accounts-everywhere-button = Se déconnecter partout
accounts-role-issuer-explained = Dépose des résultats, approuve et délivre.
accounts-role-revoker-explained = Révoque, suspend et rétablit des certificats.
accounts-role-auditor-explained = Lit tout, ne change rien.
accounts-role-administrator-explained = Gère les comptes, les tâches et l’arrêt d’urgence.
accounts-role-member-explained = Agit pour son organisme et ne voit que lui.
