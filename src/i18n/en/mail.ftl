# Letters, and what is said about them.
mail-candidate-subject = Your certificate from { $issuer } is ready
mail-candidate-greeting = Hello { $name },
mail-candidate-text = { $issuer } has issued your certificate. Your private link shows it and lets you download it, as a document and as a digital badge.
mail-candidate-link = Your private link:
mail-candidate-secret = Whoever has this link can do the same: keep it to yourself. To prove your result, give the document or the code printed on it. If this letter is not for you, please delete it.
mail-revoked-subject = Your certificate from { $issuer } was revoked
mail-revoked-text = On { $at }, { $issuer } revoked the certificate of your exam of { $exam }. It no longer counts, and that is final: whoever verifies it reads so, with this reason: { $reason }
mail-suspended-subject = Your certificate from { $issuer } is suspended
mail-suspended-text = On { $at }, { $issuer } suspended the certificate of your exam of { $exam }. It does not count while the suspension lasts: whoever verifies it reads so, with this reason: { $reason }
mail-reinstated-subject = Your certificate from { $issuer } counts again
mail-reinstated-text = On { $at }, { $issuer } ended the suspension of the certificate of your exam of { $exam }. It counts again, as if it had never been suspended.
mail-superseded-subject = Your certificate from { $issuer } was replaced
mail-superseded-text = On { $at }, { $issuer } replaced the certificate of your exam of { $exam } by a corrected one. The old one no longer counts: do not hand it on any more. The new one has a private link of its own, sent separately.
mail-change-question = The private link that you received with the certificate shows its state. For any question, write to { $issuer }. If this letter is not for you, please delete it.
mail-invitation-subject = Your access to Sceau
mail-invitation-text = An account is waiting for you at the certificate service of { $issuer }. This link lets you choose a password and a second factor; it works once, until { $until }.
mail-invitation-link = Your link:
mail-invitation-secret = Whoever has this link can open the account in your place: give it to nobody. If you expect nothing of the kind, delete this letter.
mail-results-subject = Results of session { $session }
mail-results-text = { $count ->
    [one] The result of one candidate
   *[other] The results of { $count } candidates
} of session { $session } can be seen and downloaded for { $days ->
    [one] { $days } day
   *[other] { $days } days
  }.
mail-results-link = The link to the results:
mail-results-secret = Whoever has this link can do the same: pass it on only to those who may see the results. If this letter is not for you, please delete it.
mail-report-subject = { $name }: { $issued ->
    [one] { $issued } certificate issued
   *[other] { $issued } certificates issued
  }
mail-report-text = Batch { $name } is done. Certificates issued: { $issued }. Issued before: { $repeated }. Without certificate by the rules of award: { $withheld }. Rows that could not be used: { $refused }.
mail-undelivered-subject = A letter could not be delivered
mail-undelivered-text = Letter { $mail } to { $address } could not be delivered (the mail server's reply: { $code }). Correct the address with whoever gave it; `sceau jobs retry` sends the letter again if the reason was another.
mail-correction-subject = A correction is asked for
mail-correction-text = The holder of certificate { $certificate } asks for a correction. The request is in the console, on the page of corrections; it is not in this letter, as it holds personal data.
mail-automatic = This letter was written by a program.
mail-hint-settings = set `mail.host` and `mail.from`; addresses look like `Institut <certificats@sceau.example>`
mail-hint-tls = `mail.root` is a PEM file with the root certificate of the mail server, and `mail.host` the name in its certificate
mail-hint-account = check `mail.username` and `mail.password`, and that the account may send as `mail.from`
mail-hint-refused = check the recipient's address; the reply's code says more
mail-hint-unreachable = check `mail.host`, `mail.port`, `mail.tls` and the mail server; letters wait and are tried again
