# The public pages and the holder's private page.

pages-skip = Skip to content
pages-nav = Main
pages-nav-verify = Verify
pages-nav-holder = My certificate
pages-other-language = Français
pages-foot-keys = Public keys
pages-foot-issuer = Certificates issued by { $issuer }.
pages-colon = {": "}

## Home

pages-home-title = Verify a certificate
pages-home-lead = In a few seconds, without an account, free of charge. With the code, the PDF or a photo of the seal.
pages-code-label = Verification code
pages-code-hint = 14 characters, like XXXX-XXXX-XXXX-XX. Capitals, spaces and dashes are optional.
pages-code-button = Verify this code
pages-or = or
pages-file-label = PDF you received, or a photo of the seal
pages-file-hint = Drop the file here or choose it: PDF, PNG, JPEG, or a badge (JSON, SVG, JWT), { $size } MB at most. It is not kept.
pages-file-button = Verify this document
pages-error-prefix = Error:
pages-error-summary = One field needs correcting
pages-how-title = How it works
pages-how-first = You present the code, the PDF or a photo of the seal.
pages-how-second = We check the signature, the organisation and the state of the certificate.
pages-how-third = You read a verdict, then each check and its reason.
pages-where-title = Where to find them
pages-where-figure = Bottom of page 1: the seal, a square of dots, is on the left; the code is written to its right.
pages-where-caption = At the bottom of page 1 of the certificate: the seal and, to its right, the code. A phone’s camera can read the seal too.

## The seal's address

pages-seal-title = Reading the seal
pages-seal-lead = The answer appears as soon as the seal is read. Otherwise, type the code printed beside the seal, or drop the PDF or a photo.
pages-seal-no-script = Your browser does not run scripts: what the seal says cannot be read from the address. The printed code gives the same answer.

## Verdict

pages-checked-at = Checked on
pages-instant = { $date }, { $hour }:{ $minute } ({ $zone })
pages-holder = Holder
pages-holder-hidden = Name not told by this credential
pages-level = Global level
pages-score = Score
pages-degraded = The score takes unanswered questions into account.
pages-birth-date = Date of birth
pages-exam-date = Exam taken on
pages-issued-on = Signed on
pages-issuer = Issued by
pages-framework = Framework
pages-framework-version = { $name }, version { $version }
pages-figure-label = Figure: the levels as rays, from { $first } to { $last }: { $levels }.
pages-figure-caption = This figure is the same as on the printed certificate: compare them.
pages-levels = Levels by competence
pages-levels-hint = Levels from 0 to { $max }.
pages-competence = Competence
pages-competence-level = Level
pages-out-of = out of { $max }
pages-former-content = See what this certificate said
pages-specimen = SPECIMEN: this certificate is signed with example keys, which anybody has. It proves nothing.
pages-next = What to do
pages-next-compare = Compare what you typed with the document, sign by sign.
pages-next-file = Present the original PDF or a sharp photo of the seal: they are verified without the code.
pages-next-ask = Otherwise, ask the person for the PDF as the organisation gave it.
pages-next-original = Ask the person for the PDF as the organisation gave it, not saved anew.
pages-next-code = Type the code printed at the foot of page 1: it shows what the organisation issued.
pages-next-no-fraud = It is not necessarily a fraud: a file saved anew or badly copied gets the same answer.
pages-next-new = Ask the person for the certificate that replaces this one.
pages-next-later = Verify again later: a suspension can end.
pages-next-picture = Photograph the seal closer, flat and in good light, or type the code.
pages-checks = Checks
pages-checks-count = { $passed ->
    [one] { $passed } passed
   *[other] { $passed } passed
  }, { $failed ->
    [one] { $failed } failed
   *[other] { $failed } failed
  }, { $skipped ->
    [one] { $skipped } not performed
   *[other] { $skipped } not performed
  }.
pages-checks-hint = Each check is independent. A check that was not performed never counts as passed.
pages-outcome-passed = Passed
pages-outcome-failed = Failed
pages-outcome-not-performed = Not performed
pages-reason-passed = Checked, nothing to report.
pages-birth-title = Does the birth date match?
pages-birth-label = Date to compare
pages-birth-hint = The certificate’s date is not shown. Enter the one you were given: the answer will be yes or no. Nothing is kept.
pages-birth-button = Compare
pages-another = Verify another certificate

## The holder's page

pages-holder-title = My certificate
pages-link-lead = Open the private link that your centre gave you, or paste it here.
pages-link-label = Your private link
pages-link-hint = The whole address, or what follows the # sign. Give it to nobody: it lets one download your certificate.
pages-link-button = Open my certificate
pages-link-refused-title = This link opens no certificate
pages-link-refused = It is incomplete, or it was replaced. Copy all of it, or ask your centre for a new link.
pages-holder-code-hint = Give this code to whoever has to verify your certificate: it shows your name, score and levels, never your birth date.
pages-holder-keep = To come back here, keep the link you received: this page has no other address.
pages-download-title = Download
pages-download-button = Download the PDF
pages-download-name = certificate
pages-portable-png = Badge (PNG)
pages-portable-svg = Badge (SVG)
pages-portable-json = Credential (JSON-LD)
pages-portable-jwt = Token (JWT)

## Errors

pages-error-number = Error { $status }
pages-request-id = Request number, for support:
pages-retry-after = Try again in { $seconds ->
    [one] { $seconds } second
   *[other] { $seconds } seconds
  }.
pages-api-title = API reference
pages-not-found = This page does not exist
pages-not-found-explained = The address is incomplete or no longer exists.
pages-method-not-allowed = This address does not answer that kind of request
pages-method-not-allowed-explained = Start from the home page.
pages-file-over = The file has more than { $megabytes } MB.
pages-too-large = This file is too large
pages-too-large-explained = Send a smaller file, such as a photo of ordinary size.
pages-not-acceptable = Not available in this form
pages-not-acceptable-explained = What is published here does not exist in any of the forms that your software accepts. Ask with “Accept: */*” for the usual one.
pages-unsupported-type = This format is not accepted
pages-unsupported-type-explained = Present a code, a PDF, a PNG or JPEG photo, or a badge (JSON, SVG, JWT). Programs send the media type that /api/docs names.
pages-malformed = This request could not be read
pages-malformed-explained = Something is missing, or it does not have the expected form. Start again from the home page.
pages-nothing-presented = Type a code, or choose a file.
pages-nothing-presented-explained = Present one thing: a code, a seal’s text or a file.
pages-bad-birth-date = This date does not exist
pages-bad-birth-date-explained = Write the birth date as DD/MM/YYYY or YYYY-MM-DD.
pages-cross-site = This request comes from another site
pages-cross-site-explained = As a precaution, it was not processed. Start again from the home page.
pages-link-unknown = This link opens no certificate
pages-link-unknown-explained = It is incomplete, or it was replaced. Ask your centre for a new link.
pages-unauthorized = This address is for registered programs
pages-unauthorized-explained = Show an API key or an access token: “Authorization: Bearer …”. The one that was shown, if any, is unknown, over or revoked.
pages-forbidden = This program may not do that
pages-forbidden-explained = Its key lacks the scope that the header “WWW-Authenticate” names. Whoever runs the service can grant it.
pages-idempotency-key-malformed = This idempotency key can’t be used
pages-idempotency-key-malformed-explained = The header “Idempotency-Key” takes 1 to 255 printable characters, in quotes or without.
pages-idempotency-key-reused = This idempotency key was used for another request
pages-idempotency-key-reused-explained = A key stands for one request: same method, address and body. Draw a new key for a new request.
pages-in-progress = The same request is being worked on
pages-in-progress-explained = Nothing was done twice. Ask again with the same key in a moment to get its answer.
pages-bad-value = A value breaks a rule
pages-bad-value-explained = `errors` names each field that breaks a rule, and the API’s description (/api/docs) says what it takes.
pages-conflict = This can’t be done in the present state
pages-conflict-explained = Look at the state of what you act on: `errors` says which rule stands against it.
pages-not-published = Recorded, but not published yet
pages-not-published-explained = Verification tells it already. The signed lists will within a minute; nothing needs to be asked again.
pages-client-exists = Another client has this name
pages-client-exists-explained = A name stands for one client, even after it was disabled. Choose another.
pages-receipt-too-late = This receipt can no longer be had
pages-receipt-too-late-explained = A receipt can be had within 24 hours of the verification. Verify again: you will get a new one.
pages-too-many-requests = One moment, please
pages-too-many-requests-explained = Many requests come from your network or your program. This limit protects the holders: it keeps people from trying codes at random. Your request was not processed.
pages-timeout = The answer took too long
pages-timeout-explained = Your request was not completed. Try again, with a smaller file if possible.
pages-internal = Something went wrong on our side
pages-internal-explained = Your request was not processed, and that says nothing about the certificate. Try again later.
pages-unavailable = The service is not ready
pages-unavailable-explained = The register does not answer. Try again in a moment.
pages-bad-search = The search is not one of the three forms
pages-bad-search-explained = Give exactly one of: ine; organizationUai with lastName, firstName and birthdate; verificationCode.
pages-several-persons = More than one person
pages-several-persons-explained = Certificates of more than one person answer this search. Search by the code on the certificate.
# The prescriber's results
pages-results-title = Results of my candidates
pages-results-lead = Open the link of the letter that you were sent, or paste it here.
pages-results-label = Your link to the results
pages-results-hint = The whole address, or what follows the # sign. Give it only to those who may see the results.
pages-results-button = Show the results
pages-results-refused-title = This link opens no results
pages-results-refused = It is incomplete, or its time is over. Copy all of it, or ask the centre for the results.
pages-results-session = Session { $session }.
pages-results-until = The link opens until { $date }.
pages-results-download = Download as a table (CSV)
pages-results-name = results
pages-results-count = { $count ->
    [one] One result
   *[other] { $count } results
}
pages-results-name-column = Name
pages-results-last-name = Last name
pages-results-first-name = First name
pages-results-birth-date = Birth date
pages-results-exam-date = Exam date
pages-results-score = Score
pages-results-level = Global level
pages-results-code = Verification code
pages-results-state = State
pages-results-valid = in force
pages-results-revoked = revoked
pages-results-superseded = replaced
pages-results-suspended = suspended
