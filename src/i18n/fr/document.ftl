# What is printed on a certificate. $competences, $domains, $first, $max-level and $max-score come
# from the framework.
document-awarded = délivré à
document-born = Naissance : { $date } · { $place }
document-centre = Centre d’examen
document-exam-date = Date de l’examen
document-delivery-date = Date de délivrance
document-score = Score
document-out-of = sur { $max-score }
document-global-level = Niveau global
document-no-level = Un niveau global est attribué à partir du score { $first }. Le profil ci-dessous montre les premiers acquis, compétence par compétence.
document-meaning = Ce que signifie ce niveau
document-profile = Le profil par compétence
document-caption = Une couronne par niveau, de 1 au centre à { $max-level } au bord.
document-competence = Compétence
document-level = Niveau
document-code = Code de vérification
document-verify = À vérifier sur
document-scan = ou en scannant le code QR, même sans connexion.
document-seal = Sceau de l’organisme
document-seal-file = Sceau numérique du certificat : les mêmes octets signés que dans le code QR
document-credential-file = Le certificat sous forme de titre vérifiable Open Badges 3.0, pour d’autres vérificateurs
document-grid = Grille de lecture
document-can-do = Ce que le niveau obtenu permet de faire
document-nothing = Aucun niveau n’a encore été établi dans cette compétence lors de l’examen.
document-specimen = SPÉCIMEN
document-page = { $code }  ·  page { $page }/{ $pages }
document-qr-alt = Code QR de vérification du certificat { $code }
document-scale-alt = Échelle des scores de 0 à { $max-score } ; score obtenu : { $score }
document-figure-alt = Figure ronde, un segment par compétence ; plus un segment est long, plus le niveau est élevé, de 0 à { $max-level }. { $levels }.
document-date = { $day ->
    [1] 1er
   *[other] { $day }
} { $month ->
    [1] janvier
    [2] février
    [3] mars
    [4] avril
    [5] mai
    [6] juin
    [7] juillet
    [8] août
    [9] septembre
    [10] octobre
    [11] novembre
   *[other] décembre
} { $year }

# The reason in the PDF signature, shown by signature panels.
document-signature-reason = Certification des faits énoncés dans ce document
