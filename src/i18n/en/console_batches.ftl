# Batches of results, at the console.
console-program = Program { $client }
console-pager = Pages
console-pager-first = Back to the beginning
console-pager-next = Next
console-new-tab = (new tab)
console-nothing = Change nothing

## The list

console-batch-list-title = Results
console-batch-list-lead = Each uploaded file passes a dry run before anything is issued.
console-batch-list-empty = No file has been uploaded yet.
console-batch-list-caption = The most recent first.
console-batch-file = File
console-batch-state = State
console-batch-awarded = To issue
console-batch-issued = Issued
console-batch-when = Uploaded on
console-batch-by = By
console-batch-draft = To be approved
console-batch-running = Being issued
console-batch-done = All issued
console-batch-refused = Sent back, to be corrected
console-batch-cancelled = Given up

## The upload

console-batch-upload-title = Upload results
console-batch-upload-lead = The file is read and judged row by row. Nothing is issued at this step.
console-batch-upload-button = Start the dry run
console-batch-upload-nothing = A file that is refused leaves nothing behind.
console-batch-upload-corrected = Upload a corrected file
console-batch-file-label = File of results
console-batch-file-hint = CSV, XLSX, ODS or JSON, { $size } MB at most. Drop it here or choose it.
console-batch-file-missing = Choose a file of results.
console-batch-file-refused = This file can’t be used. The table says why.
console-batch-refused-caption = What keeps the file from being used.
console-batch-framework = Framework
console-batch-language = Language of the certificates
console-batch-language-hint = Unless a row asks for another.
console-batch-delivery = Date of delivery (optional)
console-batch-delivery-hint = Without a date it is the day on which issuing begins.
console-batch-delivery-wrong = Write a date like 2026-06-09.
console-batch-whole = Refuse the whole file if a single row is wrong

## The dry run

console-batch-heading = { $count ->
    [0] Dry run: nothing to issue
    [one] Dry run: 1 certificate to issue
   *[other] Dry run: { $count } certificates to issue
}
console-batch-unsigned = Nothing is signed yet.
console-batch-step-report = Dry run
console-batch-step-issue = Issuing
console-batch-step-summary = Summary
console-batch-brief = In brief
console-batch-due = To issue
console-batch-existing-too = { $count ->
    [one] and one issued before, found again
   *[other] and { $count } issued before, found again
}
console-batch-withheld = Withheld
console-batch-withheld-hint = each with its reason
console-batch-errors = Wrong
console-batch-errors-hint = rows to mend
console-batch-warnings = Warnings
console-batch-warnings-hint = to be read, not blocking
console-batch-read = { $rows ->
    [one] One result read.
   *[other] { $rows } results read.
    } Framework: { $framework }.
console-batch-delivery-on = Delivery dated { $date }.
console-batch-digest = Digest of the file:
console-batch-uploaded = Uploaded by { $name }, { $at }.
console-batch-approved = Approved by { $name }, { $at }.
console-batch-sent-back = Sent back by { $name }, { $at }.
console-batch-ended = Finished, { $at }.
console-batch-stopped = Stopped, { $at }.
console-batch-line = Line
console-batch-line-number = Line { $line }
console-batch-column = Column
console-batch-value = Value
console-batch-problem = Problem
console-batch-person = Candidate
console-batch-reason = Reason
console-batch-errors-caption = { $count ->
    [one] One row. Mend the file and run it again, or issue without it.
   *[other] { $count } rows. Mend the file and run it again, or issue without them.
}
console-batch-withheld-caption = { $count ->
    [one] One result gives no certificate.
   *[other] { $count } results give no certificate.
}
console-batch-errors-csv = Download the errors (CSV)
console-batch-see-all = See all ({ $count })
console-batch-see-existing = See the certificates issued before ({ $count })
console-batch-see-issued = See the certificates issued
console-batch-lines = { $count ->
    [one] One row
   *[other] { $count } rows
}
console-batch-lines-are = Lines { $lines }.
console-batch-more = { $count ->
    [one] And one more.
   *[other] And { $count } more.
}
console-batch-preview-lead = Look at some before signing. The preview is marked SPECIMEN and proves nothing.
console-batch-preview = Preview (PDF)
console-batch-nothing-due = No new certificate is due.

## To decide

console-batch-issue = Issue
console-batch-only-issuers = Only people with the role “issuer” can approve this batch.
console-batch-wait = Somebody else has to approve this batch: whoever uploads can’t approve.
console-batch-consequence = { $count ->
    [0] There is no new certificate to sign.
    [one] Issuing signs one certificate and publishes it. It can’t be undone: it would have to be revoked.
   *[other] Issuing signs { $count } certificates and publishes them. It can’t be undone: they would have to be revoked one by one.
}
console-batch-read-errors = { $count ->
    [one] I have read the error; this row will not be issued.
   *[other] I have read the { $count } errors; these rows will not be issued.
}
console-batch-read-missing = Confirm that you have read the errors.
console-batch-count = Number of certificates to issue
console-batch-count-hint = Copy the number at the top of the page.
console-batch-count-missing = Write the number in digits.
console-batch-count-wrong = This is not the number announced, { $due }: read the report again.
console-batch-approve = Approve and issue
console-batch-give-up = Give this batch up
console-batch-refuse-title = Send back to whoever uploaded it
console-batch-refuse-lead = This batch will never be issued. Whoever uploaded it reads your reason and uploads a corrected file.
console-batch-refuse-button = Send this batch back
console-batch-reason-label = Reason
console-batch-reason-hint = What is to be corrected. Don’t write a candidate’s name here.
console-batch-reason-missing = Give a reason, in at most 2,000 characters.
console-batch-cancel-title = Give this batch up
console-batch-cancel-lead = What is not issued yet will not be. Certificates that are issued stay valid.
console-batch-cancel-button = Give it up for good

## Issuing

console-batch-running-title = Issuing is under way
console-batch-advance = Progress
console-batch-progress = { $issued ->
    [one] One certificate of { $all } issued.
   *[other] { $issued } certificates of { $all } issued.
}
console-batch-waiting = Waiting
console-batch-failed = Failures
console-batch-failed-caption = These rows could not be issued; the others don’t wait for them.
console-batch-refresh = Refresh
console-batch-stop = Stop issuing
console-batch-resumes = After a failure, issuing goes on where it stopped, without doubles.

## The summary

console-batch-summary-title = { $count ->
    [0] No certificate issued
    [one] One certificate issued
   *[other] { $count } certificates issued
}
console-batch-cancelled-rows = Given up
console-batch-take = To take away
console-batch-zip = The signed PDFs, one a person.
console-batch-zip-button = Download the ZIP
console-batch-list-file = The list issued.csv with the private links: give it to nobody else.
console-batch-list-button = Download the list
console-batch-booklet = Booklet of unsigned copies, ready to print
console-batch-booklet-button = Download the booklet
console-batch-letters = Letters
console-batch-letters-known = { $count ->
    [0] The file gives no candidate’s address, or is no longer kept.
    [one] The file gives one candidate’s address; the private link was sent when the certificate was issued.
   *[other] The file gives the addresses of { $count } candidates; their private links were sent when the certificates were issued.
}
console-batch-letters-title = Send the links again
console-batch-letters-lead = Each candidate whose address the file gives gets a letter with the private link.
console-batch-letters-button = Send the letters
console-batch-no-mail = No mail server is configured: nothing is sent.

## The rows

console-batch-rows-errors = Rows that are wrong
console-batch-rows-withheld = Results that are withheld
console-batch-rows-warnings = Warnings
console-batch-rows-awarded = Certificates to issue
console-batch-rows-existing = Certificates issued before
console-batch-rows-issued = Certificates issued
console-batch-rows-failed = Failures
console-batch-rows-caption = In the order of the file.
console-batch-rows-none = No row, or the file is no longer kept.

console-batch-course = Steps
console-step-decided = Decided
console-step-approved = Approved
console-step-sealed = Sealed and archived
console-step-letters = Sent to candidates
console-step-done = done
console-step-working = under way
console-step-stopped = stopped
console-step-nothing = nothing to do
console-step-by = { $name }, { $at }
console-step-decided-said = { $count ->
    [one] One result decided
   *[other] { $count } results decided
}
console-step-approved-said = { $count ->
    [one] One certificate to issue
   *[other] { $count } certificates to issue
}
console-step-sealed-said = { $issued } of { $all }
console-step-sealed-when = From { $first } to { $last }
console-step-rest = About { $rest } left.
console-step-letters-said = { $sent ->
    [0] No letter sent
    [one] One letter sent
   *[other] { $sent } letters sent
}, { $waiting ->
    [0] none waiting
    [one] one waiting
   *[other] { $waiting } waiting
}
console-step-letters-refused = { $count ->
    [one] One letter was refused by the mail server.
   *[other] { $count } letters were refused by the mail server.
}
console-step-letters-none = No letter: the file gives no address.
console-step-letters-off = This service sends no letters.
