# Les reçus de vérification : la page, le PDF, et ce qu’en dit la ligne de commande.

receipts-title = Reçu de vérification
receipts-kind = Reçu, et non certificat
receipts-not-certificate = Ce document n’est pas un certificat. Il dit ce qui a été vérifié, quand, et ce qui a été répondu.
receipts-specimen = SPÉCIMEN : ce reçu est signé avec des clés d’exemple, que tout le monde possède. Il ne prouve rien.
receipts-presented = Ce qui a été présenté
receipts-presented-code = un code saisi
receipts-presented-seal = un sceau (code QR)
receipts-presented-image = une image du sceau
receipts-presented-document = un document PDF
receipts-presented-credential = une attestation numérique
receipts-digest = Son empreinte (SHA-256)
receipts-list = Liste d’états publiée
receipts-list-version = n° { $list }, version { $version }
receipts-certificate-title = Ce que disait le certificat
receipts-check-head = Contrôle
receipts-outcome-head = Résultat
receipts-proves-title = Ce que prouve ce reçu
receipts-proves = Il prouve que ce service a donné cette réponse, à cet instant, à propos de ce qui a l’empreinte ci-dessus.
receipts-proves-not = Il ne dit pas ce que vaut le certificat aujourd’hui : un certificat peut être suspendu, remplacé ou révoqué plus tard. Pour le savoir, vérifiez le certificat lui-même.
receipts-verify = Pour vérifier ce reçu, présentez ce fichier ou le reçu JSON sur
receipts-qr-alt = Code QR de la page de vérification
receipts-attached = Le reçu signé, pour les programmes

## Un reçu est présenté

receipts-good = Reçu authentique
receipts-good-explained = Ce service a bien donné la réponse ci-dessous, à la date indiquée. Un reçu n’est pas un certificat.
receipts-answered = Réponse donnée alors
receipts-refused = Reçu non authentique
receipts-refused-malformed = Ce reçu n’a pas la forme de ceux que ce service signe.
receipts-refused-unknown-key = Ce reçu est signé par une clé que l’organisme n’a pas publiée.
receipts-refused-bad-signature = La signature ne correspond pas au contenu : le reçu a été modifié.
receipts-refused-key = La clé qui a signé ce reçu n’avait pas cours à cette date.
receipts-document-altered = Le PDF a été modifié après sa signature. Fiez-vous à ce qui suit, qui vient du reçu signé, et non à ce que montre le PDF.
reason-receipt = C’est le reçu d’une vérification, et non un certificat : la page de vérification et « sceau verify » disent ce qu’il prouve.
