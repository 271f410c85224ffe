# Receipts of verifications: the page, the PDF, and what the command line says of them.

receipts-title = Receipt of a verification
receipts-kind = A receipt, not a certificate
receipts-not-certificate = This document is not a certificate. It says what was verified, when, and what was answered.
receipts-specimen = SPECIMEN: this receipt is signed with example keys, which anybody has. It proves nothing.
receipts-presented = What was presented
receipts-presented-code = a typed code
receipts-presented-seal = a seal (QR code)
receipts-presented-image = a picture of the seal
receipts-presented-document = a PDF document
receipts-presented-credential = a digital credential
receipts-digest = Its digest (SHA-256)
receipts-list = Published status list
receipts-list-version = no. { $list }, version { $version }
receipts-certificate-title = What the certificate said
receipts-check-head = Check
receipts-outcome-head = Outcome
receipts-proves-title = What this receipt proves
receipts-proves = It proves that this service gave this answer, at that instant, about what has the digest above.
receipts-proves-not = It does not say what the certificate is worth today: a certificate can be suspended, replaced or revoked later. To know, verify the certificate itself.
receipts-verify = To verify this receipt, present this file or the JSON receipt at
receipts-qr-alt = QR code of the verification page
receipts-attached = The signed receipt, for programs

## A receipt is presented

receipts-good = Authentic receipt
receipts-good-explained = This service did give the answer below, at the time shown. A receipt is not a certificate.
receipts-answered = Answer given then
receipts-refused = Receipt not authentic
receipts-refused-malformed = This receipt does not have the form of those that this service signs.
receipts-refused-unknown-key = This receipt is signed by a key that the organisation has not published.
receipts-refused-bad-signature = The signature does not fit the content: the receipt was altered.
receipts-refused-key = The key that signed this receipt was not in use at that date.
receipts-document-altered = The PDF was altered after it was signed. Rely on what follows, which comes from the signed receipt, and not on what the PDF shows.
reason-receipt = This is the receipt of a verification, not a certificate: the verification page and “sceau verify” say what it proves.
