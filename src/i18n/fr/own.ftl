# La page du titulaire.
own-lead = { $result }. Délivré le { $date }.
own-result = { $level }, score { $score } sur { $max }
own-result-without-level = Score { $score } sur { $max }
own-wrong = Le formulaire n’a pas été accepté
own-copy = Copier le lien
own-copied = Le lien est copié.
own-drawing-label = Dessin de la page 1 du certificat. « Voir tous les niveaux en grand » en donne les données en toutes lettres.
own-levels-see = Voir tous les niveaux en grand
own-drawing-caption = Page 1, dessinée d’après les données signées. Le document qui fait foi est le PDF.
own-file-pdf = Certificat, PDF signé
own-file-pdf-for = Pour imprimer, envoyer, archiver. { $size } Ko.
own-file-badge = Badge, image
own-file-badge-for = Pour un profil ou une signature : elle montre le certificat sans aucun nom, et contient le titre qui le prouve.
own-file-drawing = Badge, dessin
own-file-drawing-for = Le même badge, net à toutes les tailles : pour une page web ou l’impression.
own-file-credential = Titre pour portefeuilles
own-file-credential-for = Open Badges 3.0, un fichier JSON : importez-le dans un portefeuille, un sac à badges ou un portfolio qui lit ce standard.
own-file-token = Titre sous forme de jeton
own-file-token-for = Le même en une ligne de texte, pour les portefeuilles et programmes qui demandent un « JWT ».

## Partager
own-share-title = Partager
own-share-lead = Un lien de partage montre ce que vous choisissez, jusqu’à la date que vous choisissez. Votre lien privé, lui, ne se partage pas.
own-share-caption = Liens en cours. Un lien retiré cesse aussitôt de fonctionner.
own-share-purpose = But
own-share-purpose-hint = Pour vous y retrouver. La personne qui ouvre le lien le lit aussi. { $most } caractères au plus.
own-share-end = Fin
own-share-shows = Ce qui est montré
own-share-opened-column = Ouvert
own-share-opened = { $count ->
    [0] jamais
    [one] { $count } fois
   *[other] { $count } fois
  }
own-share-withdraw = Retirer
own-share-withdrawn = Le lien est retiré : il ne montre plus rien.
own-share-made-before = Ce lien existe déjà : il n’a pas été créé deux fois. S’il est perdu, retirez-le et créez-en un autre.
own-share-make = Créer un lien
own-share-make-button = Créer le lien
own-share-until = Valable
own-until-30 = 30 jours
own-until-90 = 90 jours
own-until-365 = 1 an
own-until-date = Jusqu’à une date
own-until-date-label = Dernier jour
own-share-what = Ce qui est montré, avec votre nom
own-shows-score = Niveau global et score
own-shows-levels = Niveau global, score et niveaux de chaque compétence
own-shows-least-level = Seulement si le niveau « { $level } » est atteint, par oui ou non
own-shows-least-score = Seulement si le score { $score } est atteint, par oui ou non
own-shows-birth-date = (date de naissance comparable)
own-choose-least-level = Seulement si un niveau est atteint, par oui ou non, sans le dire
own-choose-least-score = Seulement si un score est atteint, par oui ou non, sans le dire
own-least-level-label = Niveau à atteindre
own-least-score-label = Score à atteindre, sur { $max }
own-share-birth-date = Permettre de demander si la date de naissance correspond (réponse par oui ou non)
own-share-no-purpose = Écrivez à quoi sert ce lien, par exemple « Candidature à l’atelier ».
own-share-long-purpose = Écrivez le but en { $most } caractères au plus.
own-share-bad-end = Choisissez une durée, ou une date entre aujourd’hui et dans un an.
own-share-no-choice = Choisissez ce que le lien montre.
own-share-no-level = Choisissez le niveau à atteindre.
own-share-level-not-reached = Votre certificat n’atteint pas ce niveau : le lien répondrait non. Choisissez un niveau moins élevé.
own-share-no-score = Écrivez le score à atteindre, en chiffres.
own-share-score-not-reached = Votre certificat n’atteint pas ce score : le lien répondrait non. Écrivez un score moins élevé.
own-share-too-many = Huit liens sont en cours. Retirez-en un avant d’en créer un autre.
own-made-title = Votre lien est prêt
own-made-lead = Copiez-le maintenant : il n’est gardé nulle part et ne sera plus montré. Vous pouvez l’ouvrir pour voir ce qu’il montre, et le retirer à tout moment.
own-made-label = Lien à donner

## Qui a vérifié
own-checks-title = Qui a vérifié
own-checks-none = Personne ces douze derniers mois.
own-checks-count = { $count ->
    [0] Aucune vérification ces douze derniers mois.
    [one] Une vérification ces douze derniers mois.
   *[other] { $count } vérifications ces douze derniers mois, les dernières d’abord.
  }
own-checks-offline = Une vérification hors ligne n’est pas visible ici. Vos propres visites ne sont pas comptées.
own-checks-all = Voir toutes les vérifications
own-back = Revenir à mon certificat
own-checks-when = Quand
own-checks-who = Qui
own-checks-how = Comment
own-checks-answer = Réponse
own-who-link = Lien « { $purpose } »
own-who-unknown = Anonyme
own-way-page = Page publique
own-way-program = Programme, par l’API
own-way-file = Fichier d’un établissement
own-way-share = Lien de partage
own-answer-authentic = Authentique
own-answer-revoked = Révoqué
own-answer-suspended = Suspendu
own-answer-superseded = Remplacé
own-answer-name-differs = Autre nom demandé
own-answer-birth-date-differs = Autre date de naissance demandée

## Profils sur d’autres sites
own-profile-title = Profil et CV
own-profile-lead = Ce que demandent les profils et les CV en ligne, et que faire là-bas.
own-profile-copy = À recopier
own-profile-see = Mettre le certificat sur LinkedIn, dans Europass ou dans un CV : que recopier, et où.
own-profile-button = L’ajouter à un profil
own-profile-name = Nom
own-profile-organisation = Organisme
own-profile-issued = Délivré le
own-profile-id = Identifiant
own-profile-url = Adresse de vérification
own-profile-code = L’identifiant est le code de vérification : s’il est public, tout le monde peut lire votre nom, votre score et vos niveaux. Un lien de partage en montre moins et prend fin.
own-linkedin-open = Appuyez sur le bouton : LinkedIn ouvre son formulaire de certification, rempli avec le nom, l’organisme, le mois et l’adresse de vérification. Rien d’autre ne lui est dit. Connectez-vous-y s’il le demande.
own-linkedin-fill = Si vous voulez, remplacez l’adresse par un lien de partage, qui ne montre que ce que vous choisissez ; ou collez l’identifiant, et chacun pourra lire tout le résultat.
own-linkedin-save = Appuyez sur « Enregistrer » chez LinkedIn : avant cela, rien n’est publié.
own-linkedin-by-hand = Sans le bouton : sur votre profil LinkedIn, « Ajouter une section », puis « Licences et certifications », et recopiez les lignes ci-dessus.
own-linkedin-button = Ajouter sur LinkedIn (autre site)
own-europass-library = Sur europass.europa.eu, connectez-vous, ouvrez « Ma bibliothèque », puis « Certificats et diplômes », et déposez-y le PDF de votre certificat.
own-europass-profile = Dans votre profil, à « Éducation et formation », ajoutez une entrée et recopiez les lignes ci-dessus.
own-europass-wallet = Le portefeuille Europass n’accepte que des « European Digital Credentials » revêtus d’un cachet électronique européen. Le titre Open Badges de votre certificat est d’un autre format : gardez-le pour les portefeuilles qui le lisent.

## Autres certificats
own-others-title = Mes autres certificats
own-others-lead = Les certificats délivrés à la même personne : mêmes nom, prénom, date et lieu de naissance.
own-others-certificate = Certificat
own-others-result = Résultat
own-others-state = État
own-others-act = Action
own-others-open = Ouvrir
own-force-in-force = En vigueur
own-force-suspended = Suspendu
own-force-superseded = Remplacé
own-force-revoked = Révoqué
own-facts-title = Ce que dit le certificat

## Corrections
own-correction-title = Une erreur ?
own-correction-lead = Un certificat signé ne change jamais. Si une donnée est fausse, un certificat corrigé est délivré et remplace l’ancien.
own-correction-caption = Vos demandes.
own-correction-when = Demandée le
own-correction-about = À propos de
own-correction-state = Suite donnée
own-correction-open = Reçue, pas encore examinée.
own-correction-done = Acceptée : le certificat corrigé est délivré.
own-correction-declined = Refusée.
own-correction-ask = Demander une correction
own-correction-what = Ce qui est faux
own-part-name = Mon nom ou mon prénom
own-part-birth = Ma date ou mon lieu de naissance
own-part-result = Le résultat
own-part-other = Autre chose
own-correction-wanted = La bonne information
own-correction-wanted-hint = Telle qu’elle doit figurer sur le certificat. Ce que vous écrivez est effacé 30 jours après la réponse.
own-correction-message = Message (facultatif)
own-correction-file-label = Justificatif (facultatif)
own-correction-file-hint = Un fichier, PDF, PNG ou JPEG, { $megabytes } Mo au plus : par exemple une photo de votre pièce d’identité où le reste est masqué. Seules les personnes qui répondent le voient ; il est effacé 30 jours après la réponse.
own-correction-file-again = Choisissez le fichier de nouveau : les navigateurs ne le gardent pas.
own-correction-file-large = Le fichier dépasse { $megabytes } Mo. Choisissez-en un plus petit, par exemple une photo de moindre qualité.
own-correction-file-kind = Le fichier n’est ni PDF, ni PNG, ni JPEG, quel que soit son nom. Choisissez-en un qui le soit.
own-correction-file-empty = Il n’y a rien dans le fichier. Choisissez-en un autre.
own-correction-file-no-room = Aucun fichier ne peut être reçu en ce moment. Envoyez la demande sans lui, ou réessayez demain.
own-correction-file = Fichier joint : { $kind }, { $size } ko
own-correction-button = Envoyer la demande
own-correction-meanwhile = La réponse s’affichera sur cette page. Le certificat reste valable d’ici là.
own-correction-asked = La demande est enregistrée. Sa suite s’affichera sur cette page.
own-correction-no-part = Cochez ce qui est faux.
own-correction-no-wanted = Écrivez la bonne information.
own-correction-too-long = Écrivez { $most } caractères au plus.
