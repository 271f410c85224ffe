# Les lettres, et ce qui en est dit.
mail-candidate-subject = Votre certificat de { $issuer } est prêt
mail-candidate-greeting = Bonjour { $name },
mail-candidate-text = { $issuer } a émis votre certificat. Votre lien privé le montre et permet de le télécharger, en document et en badge numérique.
mail-candidate-link = Votre lien privé :
mail-candidate-secret = Quiconque a ce lien peut en faire autant : gardez-le pour vous. Pour prouver votre résultat, donnez le document ou le code qui y est imprimé. Si cette lettre ne vous est pas destinée, merci de la supprimer.
mail-results-subject = Résultats de la session { $session }
mail-results-text = { $count ->
    [one] Le résultat d’un candidat
   *[other] Les résultats de { $count } candidats
} de la session { $session } peuvent être vus et téléchargés pendant { $days } jours.
mail-results-link = Le lien vers les résultats :
mail-results-secret = Quiconque a ce lien peut en faire autant : ne le donnez qu’à ceux qui peuvent voir les résultats. Si cette lettre ne vous est pas destinée, merci de la supprimer.
mail-report-subject = { $name } : { $issued } certificats émis
mail-report-text = Le lot { $name } est terminé. Certificats émis : { $issued }. Émis auparavant : { $repeated }. Sans certificat selon les règles d’attribution : { $withheld }. Lignes inutilisables : { $refused }.
mail-undelivered-subject = Une lettre n’a pas pu être remise
mail-undelivered-text = La lettre { $mail } à { $address } n’a pas pu être remise (réponse du serveur de courrier : { $code }). Corrigez l’adresse avec qui l’a donnée ; `sceau jobs retry` renvoie la lettre si la raison était autre.
mail-correction-subject = Une correction est demandée
mail-correction-text = Le titulaire du certificat { $certificate } demande une correction. La demande est dans la console, à la page des corrections ; elle n’est pas dans cette lettre, car elle contient des données personnelles.
mail-automatic = Cette lettre a été écrite par un programme.
mail-hint-settings = renseignez `mail.host` et `mail.from` ; une adresse s'écrit `Institut <certificats@sceau.example>`
mail-hint-tls = `mail.root` est un fichier PEM avec le certificat racine du serveur de courrier, et `mail.host` le nom inscrit dans son certificat
mail-hint-account = vérifiez `mail.username` et `mail.password`, et que ce compte peut écrire au nom de `mail.from`
mail-hint-refused = vérifiez l'adresse du destinataire ; le code de la réponse en dit plus
mail-hint-unreachable = vérifiez `mail.host`, `mail.port`, `mail.tls` et le serveur de courrier ; les lettres attendent et sont renvoyées
