# Les réponses de la vérification, écrites pour une personne qui n’en connaît pas la technique.

## Verdicts : titre, puis explication en une phrase.

verdict-authentic = Certificat authentique
verdict-authentic-explained = Ce certificat a bien été délivré par l’organisme indiqué, il n’a pas été modifié et il est toujours valable.
verdict-authentic-status-unknown = Certificat authentique, validité actuelle non vérifiée
verdict-authentic-status-unknown-explained = Ce certificat a bien été délivré par l’organisme indiqué, mais la vérification s’est faite hors ligne : il a pu être suspendu, remplacé ou révoqué depuis.
verdict-suspended = Certificat suspendu
verdict-suspended-explained = Ce certificat a bien été délivré, mais il n’est pas valable pour le moment : l’organisme l’a suspendu et peut le rétablir.
verdict-superseded = Certificat remplacé
verdict-superseded-explained = Ce certificat a bien été délivré, mais un certificat corrigé l’a remplacé : demandez le nouveau à la personne qui vous l’a présenté.
verdict-revoked = Certificat révoqué
verdict-revoked-explained = Ce certificat a bien été délivré, mais l’organisme l’a définitivement annulé : il n’est plus valable.
verdict-unknown-key = Signataire inconnu
verdict-unknown-key-explained = Ce certificat n’est pas signé par une clé que l’organisme reconnaît à cette date : ne vous y fiez pas.
verdict-not-authentic = Certificat non authentique
verdict-not-authentic-explained = Ce qui a été présenté a été modifié, n’a jamais été délivré sous cette forme, ou a été signé quand la clé n’était plus sûre : ne vous y fiez pas.
verdict-not-found = Certificat introuvable
verdict-not-found-explained = Aucun certificat délivré ne correspond à ce qui a été présenté : vérifiez la saisie, puis demandez l’original.
verdict-unreadable = Lecture impossible
verdict-unreadable-explained = Ce qui a été présenté n’a pas pu être lu : cela ne dit rien du certificat, essayez encore ou autrement.

## Questions posées, une par contrôle.

check-readable = Ce qui a été présenté est lisible
check-credential-signature = Les signatures de l’attestation numérique sont justes
check-seal-signature = La signature du sceau est juste
check-issuer-key = La clé de signature est bien celle de l’organisme, à cette date
check-document-signature = La signature du document PDF est juste
check-document-unaltered = Le document PDF est complet et rien n’y a été ajouté
check-time-stamp = Une autorité indépendante dit quand le document PDF a été signé
check-agreement = Le document, le sceau, l’attestation numérique et le registre disent la même chose
check-registered = Le registre de l’organisme connaît ce certificat
check-in-force = Le certificat est en vigueur : ni suspendu, ni remplacé, ni révoqué
check-birth-date = La date de naissance indiquée est celle du titulaire

## Pourquoi un contrôle a échoué ou n’a pas eu lieu.

reason-offline = Vérification faite hors ligne, sans le registre.
reason-listed-revoked = La liste signée de l’organisme, datée du { $date }, le dit définitivement hors vigueur : révoqué ou remplacé.
reason-listed-suspended = La liste signée de l’organisme, datée du { $date }, le dit suspendu.
reason-list-missing = L’archive hors ligne ne contient pas la liste d’états que nomme ce certificat : prenez-en une plus récente.
reason-not-reached = Un contrôle précédent n’a pas permis d’aller jusque-là.
reason-code-length = Un code compte 14 lettres et chiffres : il en manque, ou il y en a trop.
reason-code-symbol = Le code contient un signe qu’aucun code ne contient : recopiez-le depuis le certificat.
reason-code-typo = Le code contient une faute de frappe : comparez-le signe par signe avec le certificat.
reason-code-needs-register = Un code seul se vérifie auprès du registre, donc en ligne : hors ligne, présentez le code QR ou le PDF.
reason-not-a-seal = Ce texte n’est pas celui d’un sceau : lisez le code QR en entier, ou saisissez le code imprimé à côté.
reason-no-qr = Aucun code QR n’a été trouvé dans l’image : photographiez-le de plus près, bien à plat et net.
reason-bad-picture = L’image n’a pas pu être ouverte : envoyez une photo PNG ou JPEG de taille ordinaire.
reason-too-much = La lecture de ce fichier demanderait plus de temps ou de mémoire qu’aucun certificat : rien n’en a été conclu.
reason-not-a-document = Ce fichier n’est pas un PDF lisible : envoyez le fichier reçu de l’organisme, sans le réenregistrer.
reason-not-a-credential = Ce n’est pas un certificat lisible : présentez le PDF, ou l’attestation numérique telle que l’organisme l’a remise.
reason-credential-too-long = Cette attestation numérique est plus grande que toutes celles que l’organisme délivre.
reason-credential-several = L’image contient plusieurs attestations numériques : n’en présentez qu’une à la fois.
reason-credential-bad-signature = Une signature de l’attestation numérique ne correspond pas à son contenu.
reason-credential-malformed = L’attestation numérique n’a pas la forme de celles que l’organisme délivre : elle a été modifiée, ou vient d’un autre organisme.
reason-credential-contexts = L’attestation numérique donne à ses mots un autre sens que l’organisme.
reason-credential-proofs = L’attestation numérique ne porte pas les deux signatures de l’organisme.
reason-credential-algorithm = L’attestation numérique est signée d’une manière que l’organisme n’emploie pas.
reason-seal-bad-signature = La signature du sceau ne correspond pas à son contenu.
reason-seal-missing = Le sceau que possède chaque certificat est absent.
reason-seal-malformed = Le sceau n’a pas la forme d’un sceau de certificat.
reason-unknown-key = L’organisme n’a publié aucune clé de ce nom.
reason-key-not-yet-valid = La clé n’était pas encore en service : elle l’est depuis le { $date }.
reason-key-retired = La clé n’était plus en service : elle a été retirée le { $date }.
reason-key-compromised = La clé n’est plus sûre depuis le { $date } : une autre personne a pu signer.
reason-document-bad-signature = { $fault ->
    [missing] Le document PDF ne porte aucune signature.
    [other-kind] Le document PDF n’est pas signé comme l’organisme signe ses certificats.
    [malformed] La signature du document PDF n’a pas la forme attendue.
    [certificate] Le certificat de signature du document PDF n’était pas valable à cette date.
    [time-stamp] L’horodatage de la signature du document PDF ne vaut pas.
   *[other] La signature du document PDF ne correspond pas à son contenu.
}
reason-document-altered = { $fault ->
    [unsigned] Le document PDF ne porte aucune signature qui permette d’en juger.
    [appended] Quelque chose a été ajouté au document PDF après sa signature.
    [renewal] Le document PDF a été prolongé avec un horodatage qui ne vaut pas.
   *[other] Le document PDF a été modifié après sa signature.
}
reason-time-stamp = { $fault ->
    [other-bytes] L’horodatage est celui d’un autre document.
    [algorithm] L’horodatage est signé avec un algorithme qui n’est pas admis.
    [broken] La signature de l’horodatage est fausse.
    [untrusted] L’organisme ne se porte pas garant de l’autorité qui a horodaté.
    [usage] Le certificat de l’horodatage n’est pas fait pour horodater.
    [expired] Le certificat de l’horodatage n’était pas valable à ce moment.
    [revoked] Le certificat de l’horodatage est révoqué.
    [before-claim] L’horodatage est plus ancien que la date donnée par le document.
   *[other] L’horodatage est illisible.
}
reason-no-time-stamp = La date de signature est celle que donne l’organisme : le document ne porte pas d’horodatage.
reason-time-stamp-unjudged = Le document porte un horodatage, mais aucune autorité n’est nommée ici pour en juger.
reason-time-stamp-unrevoked-unknown = La signature de l’horodatage est juste ; on ne sait pas si son certificat a été révoqué.
reason-document-unknown-key = Le document PDF n’est pas signé par une clé que l’organisme a publiée.
reason-disagrees = Le document, le sceau ou l’attestation numérique n’est pas celui que le registre conserve pour ce certificat.
reason-not-registered = Le registre ne connaît aucun certificat délivré qui y corresponde.
reason-revoked = Révoqué le { $date } : { $reason }.
reason-superseded = Remplacé le { $date } par un certificat corrigé.
reason-suspended = Suspendu le { $date } : { $reason }.
reason-birth-date-differs = Le titulaire n’est pas né à la date indiquée.
reason-birth-date-hidden = L’attestation numérique seule ne dit pas la date de naissance : présentez le code QR ou le PDF.
reason-birth-date-not-asked = Aucune date de naissance n’a été indiquée.

## Motifs publics de révocation et de suspension.

revocation-issued-in-error = délivré par erreur
revocation-fraud = fraude établie
revocation-identity-error = erreur sur l’identité du titulaire
revocation-result-changed = résultat annulé ou modifié par le jury
revocation-holder-request = à la demande du titulaire
revocation-key-compromise = clé de signature peut-être en d’autres mains
revocation-under-inquiry = vérification en cours
