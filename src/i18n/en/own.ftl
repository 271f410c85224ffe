# The holder's page.
own-lead = { $result }. Issued on { $date }.
own-result = { $level }, score { $score } out of { $max }
own-result-without-level = Score { $score } out of { $max }
own-wrong = The form was not accepted
own-copy = Copy the link
own-copied = The link is copied.
own-drawing-label = Drawing of page 1 of the certificate. Its data are written on this page.
own-drawing-caption = Page 1, drawn from the signed data. The document that counts is the PDF.
own-file-pdf = Certificate, signed PDF
own-file-pdf-for = To print, send, keep. { $size } kB.
own-file-badge = Badge, picture
own-file-badge-for = For a profile or a signature. The picture holds the credential; it shows no name.
own-file-credential = Credential, Open Badges 3.0
own-file-credential-for = For a wallet, a portfolio or a program: every verifier of this standard can check it.

## Sharing
own-share-title = Share
own-share-lead = A share link shows what you choose, until the day you choose. Your private link is not for sharing.
own-share-caption = Links that open. A link that is withdrawn stops at once.
own-share-purpose = Purpose
own-share-purpose-hint = So that you know which is which. Whoever opens the link reads it too. { $most } characters at most.
own-share-end = End
own-share-shows = What is shown
own-share-opened-column = Opened
own-share-opened = { $count ->
    [0] never
    [one] once
   *[other] { $count } times
  }
own-share-withdraw = Withdraw
own-share-withdraw-which = the link “{ $purpose }”
own-share-withdrawn = The link is withdrawn: it shows nothing any more.
own-share-made-before = This link exists: it was not made twice. If it is lost, withdraw it and make another one.
own-share-make = Make a link
own-share-make-button = Make the link
own-share-until = Valid
own-until-30 = 30 days
own-until-90 = 90 days
own-until-365 = 1 year
own-until-date = Until a day
own-until-date-label = Last day
own-share-what = What is shown, with your name
own-shows-score = Global level and score
own-shows-levels = Global level, score and the level of each competence
own-shows-least-level = Only whether the level “{ $level }” is reached, yes or no
own-shows-least-score = Only whether the score { $score } is reached, yes or no
own-shows-birth-date = (birth date can be compared)
own-choose-least-level = Only whether a level is reached, yes or no, without telling it
own-choose-least-score = Only whether a score is reached, yes or no, without telling it
own-least-level-label = Level to be reached
own-least-score-label = Score to be reached, out of { $max }
own-share-birth-date = Allow the question whether the birth date matches (answered yes or no)
own-share-no-purpose = Write what this link is for, for example “Application to the workshop”.
own-share-long-purpose = Write the purpose in { $most } characters at most.
own-share-bad-end = Choose a time, or a day between today and a year from now.
own-share-no-choice = Choose what the link shows.
own-share-no-level = Choose the level to be reached.
own-share-level-not-reached = Your certificate does not reach this level: the link would answer no. Choose a lower level.
own-share-no-score = Write the score to be reached, in digits.
own-share-score-not-reached = Your certificate does not reach this score: the link would answer no. Write a lower score.
own-share-too-many = Eight links are open. Withdraw one before you make another.
own-made-title = Your link is ready
own-made-lead = Copy it now: it is kept nowhere and will not be shown again. You can open it to see what it shows, and withdraw it at any time.
own-made-label = Link to give

## Who checked
own-checks-title = Who checked
own-checks-none = Nobody in the last twelve months.
own-checks-count = { $count ->
    [one] One check in the last twelve months.
   *[other] { $count } checks in the last twelve months, the last ones first.
  }
own-checks-offline = A check without connection is not seen here. Your own visits are not counted.
own-checks-all = See all checks
own-back = Back to my certificate
own-checks-when = When
own-checks-who = Who
own-checks-how = How
own-checks-answer = Answer
own-who-link = Link “{ $purpose }”
own-who-unknown = Anonymous
own-way-page = Public page
own-way-program = Program, by the API
own-way-file = File of an organisation
own-way-share = Share link
own-answer-authentic = Authentic
own-answer-revoked = Revoked
own-answer-suspended = Suspended
own-answer-superseded = Superseded
own-answer-name-differs = Another name asked
own-answer-birth-date-differs = Another birth date asked

## Profiles on other sites
own-profile-title = Profile and CV
own-profile-lead = What profiles and online CVs ask for, to be copied.
own-profile-name = Name
own-profile-organisation = Organisation
own-profile-issued = Issued on
own-profile-id = Credential ID
own-profile-url = Verification address
own-profile-code = The ID is the verification code: if it is public, everybody can read your name, your score and your levels. A share link shows less, and ends.
own-linkedin-lead = This button opens LinkedIn, which is then given the name of the certificate, the organisation and the month, nothing else. Add the ID or a share link yourself if you wish.
own-linkedin-button = Add on LinkedIn (other site)
own-europass-lead = In your Europass library, upload the PDF certificate among your diplomas and certificates; in your profile, copy the lines above.
own-europass-wallet = The Europass wallet takes only “European Digital Credentials” under a European electronic seal. The Open Badges credential of this page has another form: keep it for wallets that read it.

## Other certificates
own-others-title = My other certificates
own-others-lead = The certificates issued to the same person: same names, same date and place of birth.
own-others-certificate = Certificate
own-others-result = Result
own-others-state = State
own-others-act = Action
own-others-open = Open
own-force-in-force = In force
own-force-suspended = Suspended
own-force-superseded = Superseded
own-force-revoked = Revoked
own-facts-title = What the certificate says

## Corrections
own-correction-title = A mistake?
own-correction-lead = A signed certificate never changes. If something is wrong, a corrected certificate is issued and takes the place of the old one.
own-correction-caption = Your requests.
own-correction-when = Asked on
own-correction-about = About
own-correction-state = What became of it
own-correction-open = Received, not yet looked at.
own-correction-done = Accepted: the corrected certificate is issued.
own-correction-declined = Declined.
own-correction-ask = Ask for a correction
own-correction-what = What is wrong
own-part-name = My last or first name
own-part-birth = My date or place of birth
own-part-result = The result
own-part-other = Something else
own-correction-wanted = What would be right
own-correction-wanted-hint = As it shall stand on the certificate. What you write is deleted 30 days after the answer.
own-correction-message = Message (optional)
own-correction-button = Send the request
own-correction-meanwhile = The answer will be shown on this page. The certificate stays valid until then.
own-correction-asked = The request is recorded. What becomes of it will be shown on this page.
own-correction-no-part = Tick what is wrong.
own-correction-no-wanted = Write what would be right.
own-correction-too-long = Write { $most } characters at most.
