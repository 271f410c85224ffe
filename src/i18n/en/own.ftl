# The holder's page.
own-lead = { $result }. Issued on { $date }.
own-result = { $level }, score { $score } out of { $max }
own-result-without-level = Score { $score } out of { $max }
own-wrong = The form was not accepted
own-copy = Copy the link
own-copied = The link is copied.
own-drawing-label = Drawing of page 1 of the certificate. “See all levels in large” gives its data in words.
own-levels-see = See all levels in large
own-drawing-caption = Page 1, drawn from the signed data. The document that counts is the PDF.
own-file-pdf = Certificate, signed PDF
own-file-pdf-for = To print, send, keep. { $size } kB.
own-file-badge = Badge, picture
own-file-badge-for = For a profile or a signature: it shows the certificate and no name, and holds the credential that proves it.
own-file-drawing = Badge, drawing
own-file-drawing-for = The same badge, sharp at every size: for a web page or for print.
own-file-credential = Credential for wallets
own-file-credential-for = Open Badges 3.0, a JSON file: import it into a wallet, a badge backpack or a portfolio that reads this standard.
own-file-token = Credential as a token
own-file-token-for = The same as one line of text, for wallets and programs that ask for a “JWT”.

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
own-profile-lead = What profiles and online CVs ask for, and what to do there.
own-profile-copy = To be copied
own-profile-see = Put the certificate on LinkedIn, in Europass or in a CV: what to copy, and where.
own-profile-button = Add it to a profile
own-profile-name = Name
own-profile-organisation = Organisation
own-profile-issued = Issued on
own-profile-id = Credential ID
own-profile-url = Verification address
own-profile-code = The ID is the verification code: if it is public, everybody can read your name, your score and your levels. A share link shows less, and ends.
own-linkedin-open = Press the button: LinkedIn opens its form for a certification, filled in with the name, the organisation, the month and the verification address. It is told nothing else. Sign in there if you are asked to.
own-linkedin-fill = If you wish, replace the address by a share link, which shows only what you choose; or paste the ID, and everybody can read the whole result.
own-linkedin-save = Press “Save” on LinkedIn: before that, nothing is published.
own-linkedin-by-hand = Without the button: on your LinkedIn profile, “Add profile section”, then “Licenses & certifications”, and copy the lines above.
own-linkedin-button = Add on LinkedIn (other site)
own-europass-library = On europass.europa.eu, sign in, open “My Library”, then “Certificates and diplomas”, and upload the PDF of your certificate.
own-europass-profile = In your profile, under “Education and training”, add an entry and copy the lines above.
own-europass-wallet = The Europass wallet takes only “European Digital Credentials” under a European electronic seal. The Open Badges credential of your certificate has another form: keep it for wallets that read it.

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
own-correction-file-label = Proof (optional)
own-correction-file-hint = One file, PDF, PNG or JPEG, { $megabytes } MB at most: for example a photograph of your identity card with what is not needed covered. Only those who answer see it; it is deleted 30 days after the answer.
own-correction-file-again = Choose the file again: browsers do not keep it.
own-correction-file-large = The file has more than { $megabytes } MB. Choose a smaller one, for example a photograph in a lower quality.
own-correction-file-kind = The file is neither PDF, PNG nor JPEG, whatever its name. Choose one that is.
own-correction-file-empty = There is nothing in the file. Choose another one.
own-correction-file-no-room = No file can be taken at this time. Send the request without it, or try again tomorrow.
own-correction-file = File attached: { $kind }, { $size } kB
own-correction-button = Send the request
own-correction-meanwhile = The answer will be shown on this page. The certificate stays valid until then.
own-correction-asked = The request is recorded. What becomes of it will be shown on this page.
own-correction-no-part = Tick what is wrong.
own-correction-no-wanted = Write what would be right.
own-correction-too-long = Write { $most } characters at most.
