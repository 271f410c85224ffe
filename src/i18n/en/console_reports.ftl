# Reports of suspicious documents, in the console.
reports-nav = Reports
reports-title = Reports of suspicious documents
reports-lead = What the public reports. A report changes nothing about a certificate: check, act if need be, then note what you found.
reports-open = To be handled
reports-handled = Handled
reports-none = No report is waiting.
reports-none-handled = No report has been handled yet.
reports-open-caption = Newest first.
reports-handled-caption = Handled reports, newest first.
reports-came = Received
reports-what = What is reported
reports-verdict = Verdict at that time
reports-now = Verdict now
reports-no-code = No code given
reports-outcome = Conclusion
reports-one-title = A report
reports-is-open = To be handled
reports-is-handled = Handled
reports-code = Code on the document
reports-contact = To reach the person
reports-written = What was written
reports-contact-kept = How to reach the person and the code are deleted after { $days ->
    [one] { $days } day
   *[other] { $days } days
  },
reports-kept = the report after { $days }.
reports-register = What the register says
reports-no-verdict = No readable code was given: no certificate was looked up.
reports-certificate = See the certificate
reports-handle = Handling
reports-handle-lead = A conclusion closes the report. Revoking and suspending are done on the certificate’s page.
reports-handled-at = Handled
reports-handled-by = By
reports-outcome-genuine = The document is authentic
reports-outcome-forged = The document is forged or altered
reports-outcome-acted = The certificate was revoked, suspended or corrected
reports-outcome-unclear = Too little to conclude
reports-note = Note for your colleagues
reports-note-hint = Optional, 2,000 characters at most. It is neither published nor written to the audit trail.
reports-button = Mark as handled
reports-no-outcome = Choose a conclusion.
reports-long-note = Write 2,000 characters at most.
reports-others = Accounts that issue or revoke handle reports.
