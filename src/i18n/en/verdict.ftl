# The answers of verification, written for a person who knows nothing of its technique.

## Verdicts: a title, then an explanation in one sentence.

verdict-authentic = Authentic certificate
verdict-authentic-explained = This certificate was issued by the organisation named, it has not been changed, and it is still valid.
verdict-authentic-status-unknown = Authentic certificate, current validity not checked
verdict-authentic-status-unknown-explained = This certificate was issued by the organisation named, but it was checked offline: it may have been suspended, replaced or revoked since.
verdict-suspended = Suspended certificate
verdict-suspended-explained = This certificate was issued, but it is not valid at the moment: the organisation has suspended it and may reinstate it.
verdict-superseded = Replaced certificate
verdict-superseded-explained = This certificate was issued, but a corrected one has replaced it: ask whoever presented it for the new one.
verdict-revoked = Revoked certificate
verdict-revoked-explained = This certificate was issued, but the organisation has cancelled it for good: it is no longer valid.
verdict-unknown-key = Unknown signer
verdict-unknown-key-explained = This certificate is not signed with a key that the organisation stands for at that date: do not rely on it.
verdict-not-authentic = Not an authentic certificate
verdict-not-authentic-explained = What was presented has been changed, was never issued in this form, or was signed when the key was no longer safe: do not rely on it.
verdict-not-found = No such certificate
verdict-not-found-explained = No issued certificate matches what was presented: check what you typed, then ask for the original.
verdict-unreadable = Could not be read
verdict-unreadable-explained = What was presented could not be read: that says nothing about the certificate, try again or another way.

## The questions asked, one for each check.

check-readable = What was presented can be read
check-credential-signature = The standard credential’s signatures are right
check-seal-signature = The seal’s signature is right
check-issuer-key = The signing key is the organisation’s, at that date
check-document-signature = The PDF document’s signature is right
check-document-unaltered = The PDF document is whole and nothing was added to it
check-time-stamp = An independent authority says when the PDF document was signed
check-agreement = The document, the seal, the standard credential and the register say the same
check-registered = The organisation’s register knows this certificate
check-in-force = The certificate is in force: not suspended, replaced or revoked
check-birth-date = The birth date given is the holder’s

## Why a check failed or was not performed.

reason-offline = Checked offline, without the register.
reason-listed-revoked = The issuer’s signed list of { $date } says that it is out of force for good: revoked or replaced.
reason-listed-suspended = The issuer’s signed list of { $date } says that it is suspended.
reason-list-missing = The bundle does not hold the status list that this certificate names: take a newer one.
reason-not-reached = An earlier check did not allow going this far.
reason-code-length = A code has 14 letters and digits: some are missing, or there are too many.
reason-code-symbol = The code contains a sign that no code contains: copy it from the certificate again.
reason-code-typo = The code contains a typing error: compare it with the certificate, sign by sign.
reason-code-needs-register = A code alone is checked with the register, hence online: offline, present the QR code or the PDF.
reason-not-a-seal = This text is not a seal’s: scan the whole QR code, or type the code printed beside it.
reason-no-qr = No QR code was found in the picture: photograph it closer, flat and sharp.
reason-bad-picture = The picture could not be opened: send a PNG or JPEG photo of ordinary size.
reason-too-much = Reading this file would take more time or memory than any certificate needs: nothing was concluded from it.
reason-not-a-document = This file is not a readable PDF: send the file as the organisation gave it, without saving it anew.
reason-not-a-credential = This is not a readable certificate: present the PDF, or the credential as the organisation gave it.
reason-credential-too-long = This credential is larger than any that the organisation issues.
reason-credential-several = The picture holds several credentials: present one at a time.
reason-credential-bad-signature = A signature of the credential does not fit its content.
reason-credential-malformed = The credential does not have the form in which the organisation issues its own: it was changed, or is another organisation’s.
reason-credential-contexts = The credential gives its words another meaning than the organisation does.
reason-credential-proofs = The credential does not carry both signatures of the organisation.
reason-credential-algorithm = The credential is signed in a way that the organisation does not use.
reason-seal-bad-signature = The seal’s signature does not fit its content.
reason-seal-missing = The seal that every certificate has is missing.
reason-seal-malformed = The seal does not have the form of a certificate’s seal.
reason-unknown-key = The organisation has published no key of this name.
reason-key-not-yet-valid = The key was not in use yet: it has been since { $date }.
reason-key-retired = The key was no longer in use: it was retired on { $date }.
reason-key-compromised = The key has not been safe since { $date }: somebody else may have signed.
reason-document-bad-signature = { $fault ->
    [missing] The PDF document carries no signature.
    [other-kind] The PDF document is not signed as the organisation signs its certificates.
    [malformed] The PDF document’s signature does not have the expected form.
    [certificate] The PDF document’s signing certificate was not valid at that date.
    [time-stamp] The time stamp of the PDF document’s signature does not count.
   *[other] The PDF document’s signature does not fit its content.
}
reason-document-altered = { $fault ->
    [unsigned] The PDF document carries no signature to judge it by.
    [appended] Something was added to the PDF document after it was signed.
    [renewal] The PDF document was renewed with a time stamp that does not count.
   *[other] The PDF document was changed after it was signed.
}
reason-time-stamp = { $fault ->
    [other-bytes] The time stamp belongs to another document.
    [algorithm] The time stamp is signed with an algorithm that does not count.
    [broken] The time stamp’s signature is wrong.
    [untrusted] The organisation does not vouch for the authority that stamped the time.
    [usage] The certificate behind the time stamp is not made for time stamps.
    [expired] The certificate behind the time stamp was not valid at that time.
    [revoked] The certificate behind the time stamp is revoked.
    [before-claim] The time stamp is older than the date that the document gives.
   *[other] The time stamp can’t be read.
}
reason-no-time-stamp = The date of signature is the organisation’s own word: the document carries no time stamp.
reason-time-stamp-unjudged = The document carries a time stamp, but no authority is named here to judge it by.
reason-time-stamp-unrevoked-unknown = The time stamp’s signature is right; whether its certificate was revoked is not known.
reason-document-unknown-key = The PDF document is not signed with a key that the organisation has published.
reason-disagrees = The document, the seal or the standard credential is not the one that the register keeps for this certificate.
reason-not-registered = The register knows no issued certificate that matches.
reason-revoked = Revoked on { $date }: { $reason }.
reason-superseded = Replaced by a corrected certificate on { $date }.
reason-suspended = Suspended on { $date }: { $reason }.
reason-birth-date-differs = The holder was not born on the date given.
reason-birth-date-hidden = The credential alone does not tell the birth date: present the QR code or the PDF.
reason-birth-date-not-asked = No birth date was given.

## Public reasons of revocation and suspension.

revocation-issued-in-error = issued in error
revocation-fraud = fraud was established
revocation-identity-error = the holder’s identity was wrong
revocation-result-changed = the jury cancelled or changed the result
revocation-holder-request = at the holder’s request
revocation-key-compromise = the signing key may be in other hands
revocation-under-inquiry = an inquiry is under way
