# The pages of an organisation: files, keys, use, webhooks.
organisation-nav-files = Files
organisation-nav-usage = Use
organisation-nav-keys = API keys
organisation-nav-webhooks = Webhooks
organisation-nav-verify = Verify a certificate

## Files
organisation-files-title = Verify a file
organisation-step-send = Upload
organisation-step-columns = Columns
organisation-step-verify = Verification
organisation-step-result = Result
organisation-your-file = Your file
organisation-file-label = File of certificates
organisation-file-hint = CSV, ODS or XLSX, { $megabytes } MB at most. Only one column is needed: the verification code.
organisation-file-button = Read the file
organisation-file-unnamed = File without name
organisation-template = File to fill in:
organisation-template-name = template
organisation-kept = Your file is deleted when the verification ends. The result stays for { $days ->
    [one] { $days } day
   *[other] { $days } days
  }.
organisation-files-not-allowed = Your organisation's account does not allow to verify files. The operator of this service can grant it.
organisation-refused-title = The file was not accepted
organisation-too-large-remedy = Split it into several files, or leave only the columns that are needed.
organisation-no-file = Choose a file with something in it.
organisation-no-file-remedy = It needs a row of headers and a row for each certificate.
organisation-deleted = The file and its result are deleted.
organisation-former = Earlier files
organisation-former-none = No file for now.
organisation-former-caption = The last ones first. Each is deleted with its result on the day that is shown.
organisation-column-file = File
organisation-column-sent = Sent
organisation-column-rows = Rows
organisation-column-state = State
organisation-column-until = Deleted on
organisation-older = Older files
organisation-pages = Pages
organisation-state-held = To be completed
organisation-state-waiting = Waiting
organisation-state-running = Under way
organisation-state-done = Verified
organisation-state-failed = Without result

## Columns
organisation-columns-title = Understand the file
organisation-columns-wrong = Something is left to be mended
organisation-read = Read
organisation-read-rows = { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
  }.
organisation-read-csv = Text { $encoding }, separator “{ $delimiter }”, { $columns ->
    [one] { $columns } column
   *[other] { $columns } columns
  }.
organisation-read-json = JSON, { $columns ->
    [one] { $columns } field
   *[other] { $columns } fields
  }.
organisation-read-xlsx = XLSX workbook, { $columns ->
    [one] { $columns } column
   *[other] { $columns } columns
  } of the first sheet.
organisation-read-ods = ODS workbook, { $columns ->
    [one] { $columns } column
   *[other] { $columns } columns
  } of the first sheet.
organisation-tab = tab
organisation-your-columns = Your columns
organisation-columns-lead = Say what each column holds. Only the columns that are needed are read; the others are copied to the result.
organisation-columns-caption = The columns of the file, by letter as in a spreadsheet, with their first values.
organisation-column-header = Header
organisation-column-examples = Examples
organisation-column-holds = Holds
organisation-column-meaning = What column { $letters } holds
organisation-column-no-header = without header
organisation-column-same = Same header as: { $columns }
organisation-column-empty = nothing in it
organisation-columns-alike = The headers of the columns { $first } and { $second } mean the same, “{ $field }”. { $first } is chosen: compare their values, and choose { $second } instead if it is the right one.
organisation-pass-through = Copy without reading
organisation-field-code = Verification code
organisation-field-last-name = Last name
organisation-field-first-name = First name
organisation-field-birth-date = Date of birth
organisation-field-requirement = Requirement
organisation-field-twice = Two columns hold “{ $field }”: choose one of them.
organisation-no-code = Choose the column that holds the verification code.
organisation-requirement = Requirement for all rows (optional)
organisation-requirement-hint = For example: score ≥ 512, level ≥ Independent 1, competence 2.2 ≥ 4. The answer will be yes or no, never the value.
organisation-start = Verify { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
  }
organisation-give-up = Give up this file
organisation-holders-see = The holders will see that your organisation checked their certificate.

## Progress
organisation-running-title = Verification under way
organisation-failed-title = The file has no result
organisation-progress-title = Progress
organisation-progress-waiting = Waiting: the verification is about to begin.
organisation-progress = { $rows ->
    [one] { $rows } row verified of { $total }
   *[other] { $rows } rows verified of { $total }
  }.
organisation-progress-rows = { $rows ->
    [one] { $rows } row verified
   *[other] { $rows } rows verified
  }.
organisation-progress-close = You can close this page: the work goes on.
organisation-refresh = Refresh
organisation-stop = Stop and delete
organisation-again = Upload another file

## Result
organisation-done-title = { $count ->
    [0] All rows are good
    [one] { $count } row to look at
   *[other] { $count } rows to look at
  }
organisation-done-lead = { $rows ->
    [one] { $rows } row verified
   *[other] { $rows } rows verified
  }, ended on { $at }; { $good } good.
organisation-summary = In short
organisation-group-good = Good
organisation-group-doubtful = To be settled
organisation-group-bad = Prove nothing
organisation-group-none = Without answer
organisation-outcome-authentic = Good
organisation-outcome-name-differs = Another name
organisation-outcome-birth-date-differs = Another birth date
organisation-outcome-revoked = Revoked
organisation-outcome-suspended = Suspended
organisation-outcome-superseded = Superseded
organisation-outcome-not-found = Not found
organisation-outcome-ambiguous = Ambiguous
organisation-outcome-invalid-input = Invalid input
organisation-outcome-not-authentic = Not authentic
organisation-requirements = Requirement met: { $yes }; not met: { $no }; not applicable: { $other }.
organisation-requirement-yes = Requirement met.
organisation-requirement-no = Requirement not met.
organisation-requirement-not-applicable = Requirement not applicable to this certificate.
organisation-fetch = Download all ({ $form })
organisation-fetch-some = Only these rows ({ $count }):
organisation-answers-name = verifications
organisation-delete = Delete now
organisation-answers-kept = Your file, in the same order, with the result of each row. Deleted on { $date }.
organisation-rows = The rows
organisation-filter = Filter by result
organisation-filter-all = All rows
organisation-filter-to-look-at = To look at
organisation-filter-unmet = Requirement not met
organisation-rows-none = No row.
organisation-search = Search in the rows
organisation-search-hint = A name, a row number, a reference or a code. What you type is not kept.
organisation-search-button = Search
organisation-search-end = End the search
organisation-search-none = No row has this text with this result. Choose “All rows”, or write less of the name.
organisation-rows-caption = Rows { $from } to { $to } of { $all }. Columns of the file, then the result.
organisation-rows-in-workbook = A program asked for this result as XLSX: the rows are in the workbook.
organisation-row = Row
organisation-row-answer = Result and reason
organisation-page = Page { $page }
organisation-page-of = of { $pages }
organisation-page-before = Page before
organisation-page-after = Next page

## API keys
organisation-keys-title = API keys
organisation-keys-lead = A key lets a program verify in the name of your organisation.
organisation-key-made = Your key is ready
organisation-key-made-lead = Copy it now into your program: it is kept nowhere and will not be shown again.
organisation-key-label = API key
organisation-key-copy = Copy the key
organisation-key-copied = The key is copied.
organisation-key-make-title = New key
organisation-key-make = Make a key
organisation-key-bad-end = Choose until when the key is good.
organisation-key-scopes = It will have the rights of your organisation:
organisation-scope-batches-read = Read batches and the certificates they gave
organisation-scope-batches-write = Upload, start and cancel batches
organisation-scope-certificates-read = Read certificates and their documents
organisation-scope-certificates-revoke = Revoke, suspend and reinstate certificates
organisation-scope-certificates-issue = Replace certificates by corrected ones
organisation-scope-verifications-batch = Verify many certificates at once
organisation-scope-parcoursup = Search certificates as a platform for admissions does
organisation-scope-webhooks = Have revocations told to addresses of its own
organisation-scope-clients = Manage clients and their keys
organisation-scope-audit = Read the audit trail
organisation-api-docs = Description of the API
organisation-keys-list = Your keys
organisation-keys-none = No key for now.
organisation-keys-caption = The last ones first. The secret of a key is never shown again.
organisation-key-id = Public part
organisation-key-since = Made on
organisation-key-until = Good until
organisation-key-no-end = without end
organisation-key-without-end = Until it is withdrawn
organisation-key-used = Last used
organisation-key-never-used = never
organisation-key-good = Good
organisation-key-ended = Ended
organisation-key-withdrawn = Withdrawn
organisation-key-withdraw = Withdraw
organisation-key-withdraw-title = Withdraw this key?
organisation-key-withdraw-lead = Programs that use it will be refused at once. This is final.
organisation-key-withdraw-button = Withdraw the key for good
organisation-cancel = Change nothing

## Use
organisation-usage-title = Use
organisation-usage-all = Certificates checked: { $count }.
organisation-usage-span = In { $days ->
    [one] { $days } day
   *[other] { $days } days
  }.
organisation-usage-by-day = By day
organisation-usage-none = Nothing in this time.
organisation-usage-caption = Certificates that were found, once for each file or minute; days in universal time.
organisation-usage-day = Day
organisation-usage-files = In files
organisation-usage-programs = By programs
organisation-usage-limit = Your programs may make { $count ->
    [one] { $count } request a minute
   *[other] { $count } requests a minute
  }.

## Webhooks
organisation-webhooks-title = Webhooks
organisation-webhooks-lead = An address of your organisation is told when a certificate that you asked about is revoked, suspended, reinstated or superseded.
organisation-webhooks-not-allowed = Your organisation's account does not allow webhooks. The operator of this service can grant it.
organisation-webhook-add-title = New address
organisation-webhook-url = Address
organisation-webhook-url-hint = An https address that everybody can reach, for example https://admissions.example.org/sceau.
organisation-webhook-add = Add the address
organisation-webhook-too-many = Your organisation has ten addresses: withdraw one first.
organisation-webhook-since = Since { $date }.
organisation-webhook-keys = Keys that sign the messages
organisation-webhook-in-use = In use
organisation-webhook-failing = The last messages do not arrive
organisation-webhook-given-up = Given up after days of failures
organisation-webhook-gone = Refused by the receiver
organisation-webhook-test = Send a trial
organisation-webhook-enable = Use it again
organisation-webhook-withdraw = Withdraw
organisation-webhook-withdraw-title = Withdraw this address?
organisation-webhook-withdraw-lead = Nothing more will be sent there, and the list of what was sent is deleted.
organisation-webhook-withdraw-button = Withdraw the address
organisation-deliveries = Last messages.
organisation-deliveries-none = Nothing was sent yet.
organisation-delivery-event = Message
organisation-delivery-attempts = Attempts
organisation-delivery-outcome = Answer
organisation-delivery-pending = On its way
organisation-delivery-delivered = Received
organisation-delivery-failed = Given up
