# The pages for everybody: presenting, reading a seal offline, levels, explanations, examples, reports.

public-nav-organisation = Organisations
public-nav-levels = Levels
public-foot = Footer
public-foot-how = How verification works
public-foot-accessibility = Accessibility
public-foot-privacy = Personal data
public-foot-report = Report a suspicious document
public-foot-api = API
public-foot-sign-in = Operators’ sign-in
public-home-many = Many certificates to verify?
public-home-many-link = Upload a file
public-home-desk = An exam desk without a network?
public-home-desk-link = Prepare reading offline
public-home-gallery = Every possible answer, as examples

## Presenting

public-code-typo = There is a typing error: the last sign, which checks the others, does not fit. Look again at those that are alike: 8 and B, 5 and S, 2 and Z.
public-file-none = Choose a file first.
public-file-too-large = This file is too large: { $size } MB at most. Nothing was sent.
public-file-heic = This photo is in HEIC or AVIF format, which is not read here. Save it as JPEG, or take it again. Nothing was sent.
public-file-wrong = This file is neither a PDF, nor a PNG or JPEG picture, nor a badge. Nothing was sent.
public-file-several = One file at a time.
public-camera-open = Scan the seal
public-camera-hint = With this device’s camera.
public-camera-kept = The picture does not leave this device.
public-camera-view = Picture of the camera
public-camera-stop = Stop the camera
public-camera-looking = Put the seal, the square of dots, in the middle of the picture.
public-camera-found = Seal read.
public-camera-other = This QR code is not a seal. Look for the one at the bottom of page 1.
public-camera-denied = The camera is not allowed for this page. Allow it in the browser, or drop a photo.
public-camera-sent = This browser does not read the seal itself: the photo that you take is sent to the service, which reads it and does not keep it.
public-camera-unable = This browser gives no access to a camera. Your telephone’s camera reads the seal too: aim at it, then open the link.
public-camera-shoot = Take the photo
public-camera-aim = Put the seal, the square of dots, in the middle of the picture, then take the photo.
public-camera-reading = Reading the photo…
public-camera-nothing = No seal was found in the photo. Come closer, hold the sheet flat, avoid reflections, then take it again.
public-camera-busy = Too many photos in a short time. Wait a minute, or type the code.
public-camera-away = The service does not answer. Try again, or type the code.
public-camera-none = This device has no camera. Drop a photo, or type the code.
public-camera-broken = The camera does not answer. Drop a photo, or type the code.

## Seal read in the browser

public-local-asking = Signature authentic
public-local-asking-explained = This browser has verified the seal’s signature. We are now asking whether the certificate is still in force…
public-local-in-force = Authentic certificate
public-local-in-force-explained = The signature is right, and the certificate was in force according to the organisation’s signed list, at the time below.
public-local-not-checked = Signature authentic, revocation not checked
public-local-not-checked-explained = This certificate was issued by the organisation, but the service does not answer: it may have been suspended, replaced or revoked since. Verify again once the network is back.
public-local-list-over-explained = This certificate was issued by the organisation, but the service does not answer and the list kept here has expired: it may have been suspended, replaced or revoked since. Verify again once the network is back.
public-local-revoked = Certificate out of force
public-local-revoked-explained = This certificate was issued, but the organisation’s signed list says that it was revoked or replaced: it is no longer valid.
public-local-suspended = Certificate suspended
public-local-suspended-explained = This certificate was issued, but the organisation’s signed list says that it is suspended: it is not valid for now.
public-local-altered-explained = The signature does not fit what this seal says: it was altered or badly copied. Nothing was sent.
public-local-unknown-key-explained = This seal is not signed by a key that the organisation has published. Nothing was sent.
public-local-key-refused-explained = The key that signed this seal was not in use at that date. Nothing was sent.
public-local-no-keys = Can’t be verified without a network
public-local-no-keys-explained = The organisation’s public keys are not in this browser, and the service does not answer. This says nothing about the certificate.
public-local-unable = Can’t be verified in this browser
public-local-unable-explained = This browser can’t verify this signature itself (Ed25519), and the service does not answer. This says nothing about the certificate.
public-local-as-of = State as of
public-local-send = Ask the service
public-local-send-state = Check revocation now
public-local-still = The service still does not answer.
public-local-why-listed = According to the organisation’s signed list of { $date }.
public-local-why-no-list = The service does not answer, and no status list is kept on this device.
public-local-why-old-list = The service does not answer, and the status list kept on this device expired on { $date }.
public-local-why-birth = The seal holds it: it is shown above. Compare it with an identity document.
public-local-from-seal = Read from the seal, by this browser.

## Exam desk

public-desk-name = Sceau, reading certificates
public-desk-title = Work offline
public-desk-lead = Keep this page, the keys and the status lists in this browser: seals can then be verified without a network. Nothing about any person is kept.
public-desk-button = Prepare or update
public-desk-ready = Ready to work offline
public-desk-keys = Keys as of
public-desk-lists = Status lists as of
public-desk-until = Good until
public-desk-over = The lists that are kept have expired: update before you rely on them.
public-desk-working = Downloading keys and lists…
public-desk-failed = The service does not answer: nothing was prepared.

## Verdict and receipt

public-receipt-title = Receipt of this verification
public-receipt-lead = A signed receipt says what you verified, when, and what we answered. It is not a certificate. It holds nothing more than this page, and can be had for 24 hours.
public-receipt-pdf = Download the receipt (PDF)
public-receipt-json = Receipt for programs (JSON)
public-receipt-name = verification-receipt
public-verdict-report = Report a suspicious document

## Errors

public-error-instead = Meanwhile
public-error-offline = The seal can also be verified in your browser:
public-error-link = Looking for your own certificate?
public-error-how = Would you like to understand verification?
public-error-code = The printed code gives the same answer:

## Levels

public-levels-title = Levels and competences
public-levels-lead = What a “{ $title }” says, and what each level means.
public-levels-others = Other certificates:
public-levels-what = What is certified
public-levels-framework = The certificate measures the competences of this framework: { $framework }.
public-levels-source = The framework
public-levels-scale = Each competence has its level, from 0 to { $max }. The certificate gives no average: an uneven profile is normal.
public-levels-competences = Competences
public-levels-competences-hint = Each competence has its page: what each level enables one to do.
public-levels-global = Global levels
public-levels-global-lead = The score, from 0 to { $max }, gives a global level.
public-levels-one-lead = What each level enables one to do, from 1 to { $max }. Each level includes those before it.
public-levels-neighbours = Neighbouring competences

## How

public-how-title = How verification works
public-how-lead = A digital signature protects each certificate. Everybody can check it, with us or without us.
public-how-steps = What is checked
public-how-step-signature = The signature is right: nothing changed since the organisation signed.
public-how-step-key = The key that signed is one that the organisation has published, and it was in use at that date.
public-how-step-content = The document, the seal, the credential and the register say the same.
public-how-step-status = The certificate is still in force: not suspended, replaced or revoked.
public-how-verdicts = The most serious answer wins, and each check is shown with its reason.
public-how-formats = What can be presented
public-how-format-code = Printed code
public-how-format-code-is = 14 signs, the last of which checks the others. It holds nothing: it opens the register.
public-how-format-seal = Seal (QR code)
public-how-format-seal-is = What the certificate says, signed (COSE, Ed25519). It can be verified without a network.
public-how-format-pdf = PDF
public-how-format-pdf-is = Signed as PAdES (EN 319 142-1). Anything added after the signature is noticed.
public-how-format-credential = Digital credential
public-how-format-credential-is = Open Badges 3.0, a W3C verifiable credential, as JSON, as a token or in a picture.
public-how-format-receipt = Receipt
public-how-format-receipt-is = The answer to a verification, signed (JWS). It is not a certificate.
public-how-keys = Keys
public-how-keys-lead = The organisation’s public keys, those of today and those of before, for programs:
public-how-keys-caption = Compare these fingerprints with those that the organisation publishes elsewhere.
public-how-key-name = Name
public-how-key-purpose = Serves to
public-how-key-dates = Dates
public-how-key-fingerprint = Fingerprint (SHA-256)
public-how-key-seal = sign seals, credentials and receipts
public-how-key-document = sign PDF files
public-how-key-since = In use since { $date }
public-how-key-retired = Retired on { $date }
public-how-key-compromised = Not safe from { $date }
public-how-key-specimen = Example key: proves nothing
public-how-status = Status lists
public-how-status-lead = The organisation publishes and signs the lists of certificates that are suspended or out of force. They name nobody: each certificate has one place among 131,072. A list is good for seven days and follows any change within a minute.
public-how-without = Verify without us
public-how-without-lead = Nobody has to ask us. The public keys are enough and, for revocation, the signed lists.
public-how-without-desk = In a browser, even without a network once prepared:
public-how-without-command = With the free program Sceau, on the command line:
public-how-without-example = Example of a command
public-how-without-standard = With any verifier of Open Badges 3.0 or of W3C verifiable credentials, and any PDF reader that checks signatures.
public-how-programs = For programs
public-how-programs-lead = The same answer exists as JSON, for one verification or for whole files:

## Accessibility

public-accessibility-title = Accessibility
public-accessibility-lead = These pages are made to be read by everybody, with or without a mouse, with or without scripts, enlarged or read aloud.
public-accessibility-state = State
public-accessibility-state-is = We aim at level AA of WCAG 2.2. The tests below are our own; there was no independent audit, so we do not claim conformance.
public-accessibility-done = What was tested
public-accessibility-date = In November 2026, with Chromium.
public-accessibility-done-axe = Automatic checks (axe-core) on the pages, in French and English, light and dark.
public-accessibility-done-keyboard = Verifying by code and by file, taking a receipt, and reporting, with the keyboard only.
public-accessibility-done-zoom = A width of 320 pixels, which is also a zoom of 400 %.
public-accessibility-done-script = The same, without scripts.
public-accessibility-done-colour = Contrasts, computed for each pair of colours; no state is told by colour alone.
public-accessibility-open = What is left to do
public-accessibility-open-people = Tests with people who use a screen reader.
public-accessibility-open-audit = An audit by others.
public-accessibility-open-api = The API’s description is drawn by software of others, which we can’t answer for.
public-contact = Write to us
public-contact-none = Write to { $issuer }.
public-accessibility-contact = Does something stop you? Tell us:

## Personal data

public-privacy-title = Personal data
public-privacy-lead = Who sees what, and for how long. The times are those that this service applies.
public-privacy-who = Controller
public-privacy-controller = { $issuer } issues the certificates and answers for this service.
public-privacy-kept = What is kept
public-privacy-caption = Data, who sees them, and for how long
public-privacy-what = Data
public-privacy-sees = Who sees it
public-privacy-long = How long
public-privacy-days = { $days ->
    [one] { $days } day
   *[other] { $days } days
}
public-privacy-not-kept = Not kept
public-privacy-minutes = One hour at most
public-privacy-as-long-as-verifiable = As long as the certificate has to be verifiable
public-privacy-presented = What you present: code, seal, document, birth date to compare
public-privacy-presented-who = Nobody: read in memory, erased with the answer
public-privacy-address = Your IP address, counted to limit attempts at random
public-privacy-address-who = Nobody: only a digest is counted
public-privacy-certificates = The certificates: holder’s identity, score, levels, state
public-privacy-certificates-who = The holder, the organisation, and whoever is given the certificate or its code
public-privacy-checks = The history of checks of a certificate: day, time and kind of asker
public-privacy-checks-who = The holder
public-privacy-corrections = Requests for corrections and the file attached, after the answer
public-privacy-corrections-who = The holder and the organisation
public-privacy-results = The files of results that centres send
public-privacy-results-who = The organisation
public-privacy-as-long-as-open = As long as the account exists
public-privacy-candidates = The lists of a session’s candidates, after the exam
public-privacy-candidates-who = The organisation
public-privacy-accounts = Accounts of operators and of institutions: name, login, digest of the password
public-privacy-accounts-who = The person and the organisation’s administrators
public-privacy-jobs = The service’s finished jobs
public-privacy-jobs-who = The organisation
public-privacy-files = The answers to files of verifications
public-privacy-files-who = The institution that uploaded the file
public-privacy-links = The links of prescribers to their candidates’ results
public-privacy-links-who = The prescriber
public-privacy-letters = The addresses of letters that were refused
public-privacy-letters-who = The organisation
public-privacy-interests = Who is to be told of a change
public-privacy-interests-who = The institution that asked for it
public-privacy-messages = The messages sent to institutions’ programs
public-privacy-messages-who = The institution
public-privacy-reporter = Reports: your contact, and the document’s code
public-privacy-reporter-who = The organisation
public-privacy-reports = Reports: what you wrote
public-privacy-reports-who = The organisation
public-privacy-not = What we do not do
public-privacy-not-cookie = These pages set no cookie. Only people who sign in are given one, for the time of their session.
public-privacy-not-log = The service’s log holds no name, code, birth date or IP address.
public-privacy-not-address = No code and no name is in an address: what a seal or a private link carries stays in your browser.
public-privacy-not-others = No file, no audience measurement and no font comes from another service.
public-privacy-not-birth = A code never shows the birth date: one can only ask whether it matches.
public-privacy-not-desk = Reading offline keeps keys and nameless lists in your browser, never an answer.
public-privacy-rights = Your rights
public-privacy-rights-are = You may ask to see, correct or erase what concerns you, and object to its use. If you disagree with us, your country’s data protection authority will answer you (in France, the CNIL).
public-privacy-contact = For any request:

## Examples

public-gallery-title = Every answer, as examples
public-gallery-lead = To learn to read an answer. Each page is drawn like a real one, from an invented SPECIMEN: nothing is looked up, nothing is kept.
public-gallery-offline = Without a network
public-gallery-offline-lead = When the service does not answer, the browser judges by itself, with the keys and lists that it kept. These are its answers. To prepare them:
public-gallery-see = See the whole page
public-gallery-mark = EXAMPLE: this page is about no real certificate.
public-gallery-back = All the examples

## Reporting

public-report-title = Report a suspicious document
public-report-lead = A certificate that seems false, altered, or presented by somebody else? Describe it: the organisation will look into it. A report changes nothing about the certificate.
public-report-what = What seems suspicious
public-report-what-hint = For example: the score was retouched, verification says something else. Do not write the birth date or other data that we do not need.
public-report-origin = Where the document comes from
public-report-origin-hint = For example: received by e-mail with an application.
public-report-code = Verification code (optional)
public-report-contact = How to reach you (optional)
public-report-contact-hint = An e-mail address or a number, erased after { $days ->
    [one] { $days } day
   *[other] { $days } days
  } together with the code.
public-report-button = Send this report
public-report-no-what = Say what seems suspicious.
public-report-no-origin = Say where the document comes from.
public-report-too-long = This is too long: { $most } characters at most.
public-report-faults = { $count ->
    [one] One field needs correcting
   *[other] { $count } fields need correcting
}
public-report-sent-title = Thank you, your report is recorded
public-report-sent-lead = The organisation will read it. It will answer if you left a contact and it needs to know more.
public-report-sent-next = Until then, rely on verification, and not on how the document looks.
