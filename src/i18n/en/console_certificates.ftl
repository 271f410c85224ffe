# A certificate, at the console.
console-cert-title = Certificate

## The search

console-cert-search-title = Find a certificate
console-cert-search-lead = What you look for is in no address.
console-cert-by-code = By its code
console-cert-by-person = By the person
console-cert-by-person-hint = Capitals, accents, hyphens and apostrophes don’t count.
console-cert-by-ine = By the student number
console-cert-last-name = Last name
console-cert-first-name = First name
console-cert-ine = National student number (INE)
console-cert-search-code = Find this code
console-cert-search-person = Find this person
console-cert-search-ine = Find this number
console-cert-code-wrong = This is not a code: 14 letters and digits. One of them may be mistyped.
console-cert-ine-wrong = A student number has nine digits and two letters, or ten digits and one letter.
console-cert-name-missing = Write both names in full.
console-cert-birth-wrong = Write the date like 2007-03-14 or 14/03/2007.
console-cert-found = Found
console-cert-none = No issued certificate answers.
console-cert-several = { $count ->
    [one] One certificate.
   *[other] { $count } certificates, the most recent first.
}

## The certificate’s page

console-cert-level = Global level
console-cert-score = Score
console-cert-exam = Exam
console-cert-birth-date = Born on
console-cert-birth-place = At
console-cert-centre = Centre
console-cert-delivery = Delivery
console-cert-issued = Signed on
console-cert-key = Key
console-cert-status = Status index
console-cert-place = list { $list }, no. { $index }
console-cert-digest = Digest of the PDF
console-cert-masked = The whole code stays hidden. Showing it is recorded in the trail.
console-cert-reveal = Show the code
console-cert-revealed = That the code was shown is recorded in the trail.
console-cert-batch = See its batch
console-cert-newer = See the corrected certificate that replaces it
console-cert-older = See the certificate that it replaces
console-cert-public = What the public sees
console-cert-preview = Preview of the verification page
console-cert-folded = Former content, folded on the public page
console-cert-below = The rest of the public page
console-cert-trail = Trail
console-cert-trail-caption = The oldest first.
console-cert-when = When
console-cert-act = Act
console-cert-detail = Detail
console-cert-document-is = PDF { $digest } …
console-cert-note-is = Note:

## Acts

console-cert-acts = Act
console-cert-acts-lead = Each act bears your name in the trail. An error in the data can be corrected; a revocation is final.
console-cert-supersede = Replace by a corrected certificate
console-cert-suspend = Suspend…
console-cert-reinstate = Reinstate…
console-cert-revoke = Revoke…
console-cert-revoke-title = Revoke this certificate
console-cert-revoke-lead = This is final: the certificate will prove nothing any more.
console-cert-revoke-button = Revoke for good
console-cert-rather-suspend = In doubt, rather suspend it.
console-cert-suspend-title = Suspend this certificate
console-cert-suspend-lead = The certificate is out of force until you reinstate or revoke it.
console-cert-suspend-button = Suspend
console-cert-reinstate-title = Reinstate this certificate
console-cert-reinstate-lead = The suspension ends: the certificate is in force again.
console-cert-reinstate-button = Reinstate
console-cert-why = Reason
console-cert-public-reason = Public reason
console-cert-public-reason-hint = Read by everybody who verifies.
console-cert-note = Internal note (optional)
console-cert-note-hint = For your colleagues only. Never published.
console-cert-note-long = A note has at most 2,000 characters.
console-cert-refresh = Refresh the preview
console-cert-will-see = What the public will see
console-cert-will-see-old = What the public will see of the old one
console-cert-letter-written = A letter will tell the holder, in the language of the certificate, at the address that the results file gave.
console-cert-letter-no-address = No letter will tell the holder: the address is not known, or no longer kept.
console-cert-letter-off = No letter will tell the holder: this service writes none.
console-cert-visible = Visible online at once; offline, as soon as the signed status list is fetched again.
console-cert-never-linked = The old one’s page never leads to the new one: a person who changed name is not exposed by an old paper.
console-cert-confirm = Confirm
console-cert-last-two = Last two characters of the code
console-cert-last-two-hint = To be sure of the right certificate: they are on its page 1 and on its page here.
console-cert-last-two-wrong = These are not the last two characters of this certificate’s code.

## The private link

console-cert-link-title = Renew the private link
console-cert-link-lead = The old link will open no more. The new one is sent to the address given.
console-cert-address = The candidate’s address (optional)
console-cert-address-hint = That of the file of results, as long as it is kept. Without an address nothing is sent.
console-cert-address-wrong = Write one address, like ada@example.org.
console-cert-link-no-mail = No mail server is configured: the new link will be sent to nobody.
console-cert-link-button = Withdraw the old link

## The correction

console-cert-correct-lead = Correct what is wrong. Nothing is signed before you have seen what changes.
console-cert-data = Data
console-cert-pronounced = How the test went is what the jury pronounced.
console-cert-then = Then
console-cert-then-lead = You will see each difference and the public page of the old certificate.
console-cert-check = See what changes
console-cert-same = Nothing is corrected: the new certificate would say the same.
console-cert-replace-title = Replace this certificate
console-cert-replace-lead = A corrected certificate is signed; the old one is out of force, and this is final.
console-cert-changes = Differences
console-cert-changes-caption = { $count ->
    [one] One value changes.
   *[other] { $count } values change.
}
console-cert-about = Datum
console-cert-before = Before
console-cert-after = After
console-cert-edit = Edit again
console-cert-replace-button = Replace for good
