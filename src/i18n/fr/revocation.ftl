# Actes sur les certificats et leur publication.
revocation-hint-not-issued = terminez d’abord l’émission : `sceau issue` avec le même fichier reprend là où elle s’est arrêtée
revocation-hint-already-revoked = une révocation est définitive ; `sceau show` dit quand et pourquoi elle a été prononcée
revocation-hint-already-suspended = `sceau reinstate` met fin à la suspension, `sceau revoke` la rend définitive
revocation-hint-not-suspended = seul un certificat suspendu peut être rétabli
revocation-hint-already-superseded = agissez sur le certificat qui l’a remplacé ; `sceau show` le nomme
revocation-hint-not-its-correction = faites la correction avec `sceau supersede`
revocation-hint-no-operator = nommez l’opérateur avec `--operator`
revocation-hint-not-published = la vérification par code le dit déjà ; la liste est retentée chaque minute tant que `sceau serve` tourne
revocation-hint-undone = quelqu’un a peut-être modifié le registre à la main : comparez-le avec une sauvegarde
revocation-hint-clock = réglez l’horloge de la machine
status-hint-bundle-expired = prenez une archive plus récente auprès de l’organisme, et vérifiez l’horloge de cette machine
status-hint-bundle-keys = prenez les clés à l’adresse /.well-known/jwks.json de l’organisme, et l’archive auprès du même organisme
status-hint-bundle-again = reprenez l’archive auprès de l’organisme ; `sceau status bundle` la produit
