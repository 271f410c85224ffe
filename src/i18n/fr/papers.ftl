# What is printed on the papers of a session and in booklets of copies. $page and $pages are counted
# when the paper is composed.
papers-session = session { $number }
papers-session-number = Session
papers-centre = Centre
papers-place = Lieu
papers-date = Date
papers-time = Heure
papers-duration-label = Durée
papers-room = Salle
papers-invigilators = Surveillance
papers-exam = Examen
papers-page = Page { $page } sur { $pages }
papers-last-name = Nom de naissance
papers-first-name = Prénom
papers-born = Né(e) le
papers-signature = Signature
papers-day = { $weekday ->
    [1] lundi
    [2] mardi
    [3] mercredi
    [4] jeudi
    [5] vendredi
    [6] samedi
   *[other] dimanche
} { $date }
papers-time-of-day = { $hour } h { $minute }
papers-length = { $hours ->
    [0] { $all } min
   *[other] { $hours } h { $minutes }
}
papers-extra-time = Temps majoré de { $percent } %
papers-extra-time-of = { $share } : { $more } de plus, { $all } en tout

papers-attendance = Feuille d’émargement
papers-attendance-about = Chaque candidat signe après le contrôle de sa pièce d’identité. Cochez « Abs. » pour les absents.
papers-expected = Candidats attendus :
papers-present = Présents :
papers-absent = Absents :
papers-absent-short = Abs.
papers-mark = Classe ou identifiant
papers-invigilator-statement = Nous avons contrôlé l’identité des candidats présents et assuré la surveillance de la salle.
papers-needs = Aménagements
papers-needs-about = Réservé aux personnes qui surveillent : ne faites pas circuler cette page avec la feuille d’émargement.
papers-need = À prévoir

papers-incidents = Rapport d’incident
papers-incidents-about = À remplir pendant la session, un rapport par salle. Cochez les codes utilisés, décrivez chaque fait ; rien à signaler s’écrit aussi.
papers-categories = Codes des signalements
papers-categories-questions = Pendant une question
papers-questions-about = Notez le numéro de la question. Avec la certification en vigueur depuis novembre 2024, ces cas se traitent sur place, depuis l’espace surveillant.
papers-weighty = peut changer le résultat : une description précise est indispensable.
papers-code-c1 = Nom, prénom ou date de naissance à corriger
papers-code-c2 = Temps majoré à corriger
papers-code-c4 = Signature manquante ou apposée à la place d’une autre
papers-code-c6 = Suspicion de fraude
papers-code-c7 = Incident technique qui n’a pas empêché de finir
papers-code-c8 = Incident lié au candidat qui n’a pas empêché de finir
papers-code-e1 = L’image ne s’affiche pas
papers-code-e2 = Le module à manipuler ne fonctionne pas
papers-code-e3 = Le fichier ne se télécharge pas ou ne s’ouvre pas
papers-code-e4 = Le site à visiter est hors service
papers-code-e5 = Le site à visiter est bloqué par le réseau du centre
papers-code-e8 = Le temps de la question n’a pas tenu compte du temps majoré
papers-code-e9 = Un logiciel du poste empêche de répondre
papers-code-e10 = Sortie de la page sans intention
papers-code-e11 = Question passée par mégarde
papers-code-e12 = La question n’est pas accessible malgré l’aménagement
papers-incident-list = Faits signalés
papers-incident-list-about = Un fait par ligne : qui, quel code, quelle question, à quelle heure, ce qui s’est passé et ce qui a été fait.
papers-candidate = Candidat (nom, prénom)
papers-code = Code
papers-question = Question
papers-hour = Heure
papers-description = Description
papers-unfinished = Tests non terminés
papers-unfinished-about = Pour chaque candidat qui n’a pas vu l’écran de fin, cochez la raison.
papers-abandoned = Abandon ou manque de temps
papers-technical = Problème technique
papers-general = Pour toute la session
papers-general-incident = Un incident a touché toute la salle (panne, évacuation, coupure du réseau…).
papers-joining-incident = Des candidats n’ont pas pu rejoindre la session.
papers-general-comment = Commentaire (500 caractères au plus dans la saisie)
papers-report-statement = Le rapport est exact et complet.

papers-convocation = Convocation
papers-convocation-lead = Vous êtes attendu(e) à l’examen de certification.
papers-convocation-arrive = Présentez-vous un quart d’heure avant : le contrôle d’identité et la connexion se font avant le début de l’épreuve.
papers-convocation-need = Aménagement prévu :
papers-convocation-also = Certification complémentaire passée avec l’examen :
papers-convocation-bring = Ce qu’il vous faut
papers-convocation-identity = une pièce d’identité avec photographie, en cours de validité ;
papers-convocation-paper = cette convocation, imprimée ou sur votre téléphone ;
papers-convocation-accounts = l’identifiant et le mot de passe de votre compte, que vous aurez vérifiés la veille.
papers-convocation-late = Après le début de l’épreuve, l’entrée dépend des surveillants ; le temps perdu n’est pas rendu.
papers-convocation-check = Vérifiez votre nom, votre prénom et votre date de naissance : ils figureront sur le certificat. Signalez toute erreur au centre avant l’examen.
papers-convocation-mark = Classe ou identifiant :
papers-convocation-made = convocation établie le

papers-booklet = Recueil de copies
papers-booklet-count = { $count ->
    [0] Aucun certificat
    [one] 1 certificat
   *[other] { $count } certificats
}
papers-booklet-about = Ce recueil sert à l’impression et au classement. Chaque page est une copie : elle ne porte pas de signature électronique et ne vaut pas original. L’original est le fichier PDF signé, remis au titulaire ; l’état d’un certificat se vérifie à tout moment, par son code ou en scannant son code QR, sur
papers-booklet-left-out = { $count ->
    [0] Tous les certificats délivrés y figurent.
    [one] 1 certificat qui n’est plus en vigueur n’y figure pas.
   *[other] { $count } certificats qui ne sont plus en vigueur n’y figurent pas.
}
papers-booklet-name = Titulaire
papers-booklet-level = Niveau
papers-booklet-page = Page
papers-booklet-made = État du { $date }
papers-booklet-batch = Lot
papers-booklet-class = Classe { $class }
papers-copy = COPIE
papers-copy-line = COPIE SANS SIGNATURE – vérifiez l’original sur { $address }
papers-copy-page = Copie  ·  { $label }
