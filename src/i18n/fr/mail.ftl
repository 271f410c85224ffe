# Les lettres, et ce qui en est dit.
mail-candidate-subject = Votre certificat de { $issuer } est prêt
mail-candidate-greeting = Bonjour { $name },
mail-candidate-text = { $issuer } a émis votre certificat. Votre lien privé le montre et permet de le télécharger, en document et en badge numérique.
mail-candidate-link = Votre lien privé :
mail-candidate-secret = Quiconque a ce lien peut en faire autant : gardez-le pour vous. Pour prouver votre résultat, donnez le document ou le code qui y est imprimé. Si cette lettre ne vous est pas destinée, merci de la supprimer.
mail-revoked-subject = Votre certificat de { $issuer } a été révoqué
mail-revoked-text = { $issuer } a révoqué, le { $at }, le certificat de votre examen du { $exam }. Il n’est plus valable, et cela est définitif : quiconque le vérifie le lit, avec cette raison : { $reason }
mail-suspended-subject = Votre certificat de { $issuer } est suspendu
mail-suspended-text = { $issuer } a suspendu, le { $at }, le certificat de votre examen du { $exam }. Il n’est pas valable tant que dure la suspension : quiconque le vérifie le lit, avec cette raison : { $reason }
mail-reinstated-subject = Votre certificat de { $issuer } est de nouveau valable
mail-reinstated-text = { $issuer } a levé, le { $at }, la suspension du certificat de votre examen du { $exam }. Il est de nouveau valable, comme s’il n’avait jamais été suspendu.
mail-superseded-subject = Votre certificat de { $issuer } a été remplacé
mail-superseded-text = { $issuer } a remplacé, le { $at }, le certificat de votre examen du { $exam } par un certificat corrigé. L’ancien n’est plus valable : ne le donnez plus. Le nouveau a son propre lien privé, envoyé à part.
mail-change-question = Le lien privé reçu à la délivrance montre l’état du certificat. Pour toute question, écrivez à { $issuer }. Si cette lettre ne vous est pas destinée, merci de la supprimer.
mail-invitation-subject = Votre accès à Sceau
mail-invitation-text = Un compte vous attend au service de certificats de { $issuer }. Ce lien vous fait choisir un mot de passe et un second facteur ; il sert une fois, jusqu’au { $until }.
mail-invitation-link = Votre lien :
mail-invitation-secret = Quiconque a ce lien peut ouvrir le compte à votre place : ne le donnez à personne. Si vous n’attendez rien de tel, supprimez cette lettre.
mail-results-subject = Résultats de la session { $session }
mail-results-text = { $count ->
    [one] Le résultat d’un candidat
   *[other] Les résultats de { $count } candidats
} de la session { $session } peuvent être vus et téléchargés pendant { $days ->
    [one] { $days } jour
   *[other] { $days } jours
  }.
mail-results-link = Le lien vers les résultats :
mail-results-secret = Quiconque a ce lien peut en faire autant : ne le donnez qu’à ceux qui peuvent voir les résultats. Si cette lettre ne vous est pas destinée, merci de la supprimer.
mail-report-subject = { $name } : { $issued ->
    [one] { $issued } certificat émis
   *[other] { $issued } certificats émis
  }
mail-report-text = Le lot { $name } est terminé. Certificats émis : { $issued }. Émis auparavant : { $repeated }. Sans certificat selon les règles d’attribution : { $withheld }. Lignes inutilisables : { $refused }.
mail-undelivered-subject = Une lettre n’a pas pu être remise
mail-undelivered-text = La lettre { $mail } à { $address } n’a pas pu être remise (réponse du serveur de courrier : { $code }). Corrigez l’adresse avec qui l’a donnée ; `sceau jobs retry` renvoie la lettre si la raison était autre.
mail-correction-subject = Une correction est demandée
mail-correction-text = Le titulaire du certificat { $certificate } demande une correction. La demande est dans la console, à la page des corrections ; elle n’est pas dans cette lettre, car elle contient des données personnelles.
mail-automatic = Cette lettre a été écrite par un programme.
mail-hint-settings = renseignez `mail.host` et `mail.from` ; une adresse s’écrit `Institut <certificats@sceau.example>`
mail-hint-tls = `mail.root` est un fichier PEM avec le certificat racine du serveur de courrier, et `mail.host` le nom inscrit dans son certificat
mail-hint-account = vérifiez `mail.username` et `mail.password`, et que ce compte peut écrire au nom de `mail.from`
mail-hint-refused = vérifiez l’adresse du destinataire ; le code de la réponse en dit plus
mail-hint-unreachable = vérifiez `mail.host`, `mail.port`, `mail.tls` et le serveur de courrier ; les lettres attendent et sont renvoyées
