# What is printed on a certificate. $competences, $domains, $first, $max-level and $max-score come
# from the framework.
document-awarded = awarded to
document-born = Born { $date } · { $place }
document-centre = Examination centre
document-exam-date = Examination date
document-delivery-date = Date of issue
document-score = Score
document-out-of = out of { $max-score }
document-global-level = Global level
document-no-level = A global level is awarded from a score of { $first }. The profile below shows what has been achieved so far, competence by competence.
document-meaning = What this level means
document-profile = The profile by competence
document-caption = One ring per level, from 1 at the centre to { $max-level } at the rim.
document-competence = Competence
document-level = Level
document-code = Verification code
document-verify = Verify it at
document-scan = or by scanning the QR code, even offline.
document-seal = Seal of the issuer
document-seal-file = Digital seal of the certificate: the same signed bytes as in the QR code
document-credential-file = The certificate as an Open Badges 3.0 verifiable credential, for other verifiers
document-grid = Reading grid
document-can-do = What the level reached means in practice
document-nothing = No level was established in this competence at the examination.
document-specimen = SPECIMEN
document-page = { $code }  ·  page { $page }/{ $pages }
document-qr-alt = Verification QR code of certificate { $code }
document-scale-alt = Scale of scores from 0 to { $max-score }; score reached: { $score }
document-figure-alt = Round figure, one segment per competence; the longer a segment, the higher the level, from 0 to { $max-level }. { $levels }.
document-date = { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[other] December
} { $year }

# The reason in the PDF signature, shown by signature panels.
document-signature-reason = Certification of the facts stated in this document
