# The operators’ console.

## Home

console-nav-home = Home
console-nav-batches = Results
console-nav-certificates = Certificates
console-nav-sessions = Sessions
console-nav-keys = Keys
console-nav-audit = Audit
console-nav-health = Health
console-nav-organisation = My organisation
console-nav-accounts = Accounts
console-home-title = Home
console-home-greeting = Hello, { $name }
console-waiting = What waits for you
console-waiting-nothing = Nothing needs your attention.
console-everything = All the rest
console-about-batches = Upload a file of results, try it, have it approved, issue.
console-about-certificates = Find a certificate; revoke, suspend or replace it.
console-about-corrections = What holders ask to have corrected.
console-about-reports = Suspicious documents that people have reported.
console-about-sessions = Centres, sessions, candidates and their papers: attendance, convocations, incidents.
console-about-keys = The signing keys, their dates and their state.
console-about-audit = Who did what, and when.
console-about-health = The queue, the published lists, the last check; freezing of signing.
console-about-accounts = The people of the console, their roles and their access.
console-about-organisation = Verify files for your organisation.
console-about-account = Your roles and your password; sign out everywhere.
console-matter-bad = { $count ->
    [one] One certificate has a defect in the last self-check
   *[other] { $count } certificates have a defect in the last self-check
}
console-matter-lists = The status lists end on { $until } and are not renewed
console-matter-dead = { $count ->
    [one] One job was given up
   *[other] { $count } jobs were given up
}
console-matter-drafts = { $count ->
    [one] One file of results waits for approval
   *[other] { $count } files of results wait for approval
}
console-matter-reports = { $count ->
    [one] A suspicious document is reported
   *[other] { $count } suspicious documents are reported
}
console-matter-corrections = { $count ->
    [one] A holder asks for a correction
   *[other] { $count } holders ask for a correction
}
console-matter-health = See health
console-matter-see-reports = See the reports
console-matter-see-corrections = See the requests
console-matter-keys = See keys
console-matter-batches = See results

## Keys

console-keys-title = Keys and their dates
console-keys-next = Next end: { $day }, key
console-keys-no-end = No key in use has an end.
console-keys-caption = Every key that signs or signed.
console-keys-id = Key
console-keys-purpose = Purpose
console-keys-state = State
console-keys-since = Since
console-keys-until = Until
console-keys-todo = To do
console-keys-token = in token { $token }
console-keys-endless = no end
console-keys-nothing = Nothing
console-key-credential = Seals and status lists
console-key-document = PDF documents
console-key-signs = In use
console-key-replaced = Replaced
console-key-retired = Retired
console-key-compromised = Compromised
console-key-replace-example = Example key that anyone has: make your own.
console-key-rotate-soon = Its certificate ends in less than 90 days: rotate it.
console-key-rotate-now = Its certificate has ended: rotate it.
console-key-retire = Another key signs instead: retire it once every server has loaded that one.
console-keys-published = Publication
console-keys-crl = The revocation list of the signing certificates counts until { $day }.
console-keys-where = Keys are made, rotated and retired on the command line, on the machine that holds them: private halves never pass through the web.

## Audit

console-audit-title = Audit trail
console-audit-lead = Every act, the newest first. Entries are chained: one that was changed or removed is found.
console-audit-kind = Kind of act
console-audit-all = All acts
console-audit-filter = Filter
console-audit-by = Who did it
console-audit-everybody = Everybody
console-audit-from = From
console-audit-to = Until
console-audit-day-wrong = Write a date, for example 21/11/2026.
console-audit-day-before = The end is before the beginning: swap the two dates.
console-audit-unfilter = Remove the filters
console-audit-csv = Download these acts (CSV)
console-audit-event = Technical name
console-audit-caption = { $count ->
    [one] One act on this page.
   *[other] { $count } acts on this page.
}
console-audit-when = When
console-audit-who = Who
console-audit-what = Act
console-audit-about = About
console-audit-certificate = Certificate
console-audit-newest = Newest
console-audit-older = Older
console-audit-verify-title = Verify the trail
console-audit-verify-lead = Reads the whole chain again and compares every certificate with its acts. On a large register, use the command sceau audit verify.
console-audit-verify = Verify the whole chain
console-audit-verified-title = Verification of the trail
console-audit-whole = The trail is whole
console-audit-broken = The trail was changed
console-audit-events = { $count ->
    [one] One act read again.
   *[other] { $count } acts read again.
}
console-audit-certificates = { $count ->
    [one] One certificate compared with its acts.
   *[other] { $count } certificates compared with their acts.
}
console-audit-whole-explained = No entry was changed, removed or moved since it was written.
console-audit-broken-explained = Somebody wrote into the register without this program, or it was restored from an incomplete copy. Stop signing, keep a copy of the register and look for the cause.
console-audit-findings = What is wrong
console-audit-more = { $count ->
    [one] And one more defect.
   *[other] And { $count } more defects.
}
console-event-prepared = Certificate prepared
console-event-issued = Certificate issued
console-event-revoked = Certificate revoked
console-event-suspended = Certificate suspended
console-event-reinstated = Certificate reinstated
console-event-superseded = Certificate superseded
console-event-link-renewed = Private link renewed
console-event-share-made = Share link made
console-event-share-withdrawn = Share link withdrawn
console-event-centre-added = Centre added
console-event-session-added = Session created
console-event-candidates-imported = List of candidates read
console-event-document-renewed = Document renewed
console-event-correction-asked = Correction asked for
console-event-correction-file-added = File attached to a request
console-event-correction-file-read = Attached file fetched
console-event-correction-answered = Request for a correction answered
console-event-key-rotated = Key rotated
console-event-key-retired = Key retired
console-event-key-compromised = Key compromised
console-event-batch-uploaded = Results uploaded
console-event-batch-approved = Batch approved
console-event-batch-refused = Batch sent back
console-event-file-approved = File approved
console-event-links-sent = Links sent again
console-event-code-shown = Code shown
console-event-batch-started = Issuing started
console-event-batch-cancelled = Issuing cancelled
console-event-frozen = Signing stopped
console-event-thawed = Signing resumed
console-event-restored = Register restored
console-event-self-checked = Self-check
console-event-status-list-published = Status list published
console-event-jobs-retried = Jobs retried
console-event-client-added = Client added
console-event-client-disabled = Client disabled
console-event-api-key-issued = API key issued
console-event-api-key-revoked = API key revoked
console-event-webhook-added = Webhook added
console-event-webhook-removed = Webhook removed
console-event-webhook-key-rotated = Webhook key rotated
console-event-webhook-disabled = Webhook disabled
console-event-webhook-enabled = Webhook enabled
console-event-account-added = Account added
console-event-account-roles-changed = Roles changed
console-event-account-disabled = Account closed
console-event-account-enabled = Account opened again
console-event-account-reset = Account reset
console-event-account-invited = Access link made
console-event-invitation-accepted = Account opened by its owner
console-event-document-reported = Suspicious document reported
console-event-report-handled = Report handled
console-event-password-changed = Password changed
console-event-signed-in = Signed in
console-event-sign-in-refused = Sign-in refused
console-event-signed-out = Signed out

## Details of acts

console-detail-credential-key = Seal key
console-detail-document-key = Document key
console-detail-document = Document
console-detail-reason = Reason
console-detail-by = Replaced by
console-detail-share = Link
console-detail-correction = Request
console-detail-accepted = Accepted
console-detail-stamped-at = Time-stamped
console-detail-valid-until = Valid until
console-detail-key = Key
console-detail-replaced = In the place of
console-detail-at = At
console-detail-batch = Batch
console-detail-file = File
console-detail-certificates = Certificates
console-detail-operator = Operator
console-detail-letters = Letters
console-detail-name = Name
console-detail-centre = Centre
console-detail-session = Session
console-detail-count = Count
console-detail-place = Place
console-detail-number = Session number
console-detail-fields = Fields
console-detail-checked = Checked
console-detail-bad = Defective
console-detail-client = Client
console-detail-scopes = Scopes
console-detail-expires-at = Until
console-detail-report = Report
console-detail-outcome = Conclusion
console-detail-list = List
console-detail-webhook = Webhook
console-detail-generation = Number
console-detail-why = Why
console-detail-account = Account
console-detail-roles = Roles
console-detail-how = How
console-word-password = password
console-word-oidc = identity provider
console-word-wrong-credentials = wrong login, password or code
console-word-locked = too many attempts
console-word-disabled = account closed
console-word-gone = the receiver wants no more
console-word-failing = failing for days
console-word-public = The public
console-word-nobody = Unknown
console-word-command-line = Command line
console-word-service = This service
console-word-yes = yes
console-word-no = no

## Health

console-health-title = Health
console-refresh = Refresh
console-frozen = Signing is stopped
console-frozen-since = Since { $since }. No certificate is issued; verification and revocation go on.
console-queue = Queue
console-queued = Waiting
console-leased = Under way
console-dead = Given up
console-oldest = the oldest for { $age }
console-days = { $count ->
    [one] one day
   *[other] { $count } days
}
console-hours = { $count ->
    [one] one hour
   *[other] { $count } hours
}
console-minutes = { $count ->
    [one] one minute
   *[other] { $count } minutes
}
console-seconds = { $count ->
    [one] one second
   *[other] { $count } seconds
}
console-failed = Failed, tried again
console-failed-explained = These jobs are tried again by themselves at the time given.
console-failed-stopped = The program broke off while doing it.
console-failed-silent = The machine that did it was not heard of again, at each attempt.
console-failed-letters-off = Mail is not configured rightly: see the section mail of the configuration.
console-failed-issuing = Certificates could not be issued.
console-failed-frozen = Signing is stopped.
console-failed-letter = The letter could not be sent.
console-failed-letter-refused = The mail server refused the letter.
console-failed-facts = What the register keeps of the certificate can’t be read.
console-failed-register = The register did not answer.
console-failed-batch = What the register keeps of the file can’t be read.
console-failed-verifying = Rows could not be verified.
console-failed-lists = The status lists could not be published.
console-failed-randomness = The system gives no randomness.
console-failed-unknown = This version of the program does not know this job.
console-job-next = Next attempt
console-retry-now = Try now
console-dead-explained = These jobs failed too often. Mend the cause, then try again: what is done already is not done twice.
console-job = Job
console-job-given-up = Given up
console-job-attempts = Attempts
console-job-error = Reason
console-job-act = Act
console-retry = Try again
console-retry-all = Try all again
console-job-issue-batch = Issue a file
console-job-render-and-seal = Issue certificates
console-job-publish-status = Publish status lists
console-job-verify-batch = Verify a file
console-job-prune = Delete what is old
console-job-announce-change = Announce a change
console-job-deliver-webhook = Send to a webhook
console-job-send-mail = Send a letter
console-checks = Checks
console-check-register = Register
console-check-schema = Form of the register
console-check-archive = Archive
console-check-keys = Keys
console-check-lists = Status lists
console-check-good = In order
console-found-unreachable = Not reached
console-found-key-ended = A key has ended
console-found-newer = Newer than this program
console-found-older = Older: run sceau migrate
console-found-expired = Expired
console-lists = Status lists
console-lists-age = Signed { $age } ago.
console-lists-until = They count until { $until }.
console-lists-none = No list is published yet.
console-selfcheck = Self-check
console-selfcheck-bad = { $count ->
    [0] No defect
    [one] One certificate with a defect
   *[other] { $count } certificates with a defect
}
console-selfcheck-at = Last self-check on { $at }.
console-selfcheck-checked = { $count ->
    [one] One certificate read again.
   *[other] { $count } certificates read again.
}
console-selfcheck-none = No self-check was made yet.
console-brake = Emergency brake
console-brake-lead = If something wrong is being signed, stop signing on every machine.
console-freeze = Stop signing
console-thaw = Resume signing
console-freeze-title = Stop signing on every machine
console-thaw-title = Resume signing
console-freeze-word = stop
console-thaw-word = resume
console-effect = What will happen
console-freeze-effect-signing = Within five seconds no certificate is issued any more, and no correction, on any machine.
console-freeze-effect-batches = { $count ->
    [0] What is being issued waits until you resume; nothing is lost.
    [one] What is being issued waits until you resume, and so does the file to be approved; nothing is lost.
   *[other] What is being issued waits until you resume, and so do the { $count } files to be approved; nothing is lost.
}
console-freeze-effect-verify = Public verification goes on.
console-freeze-effect-lists = Revocations stay possible, and status lists go on being published.
console-thaw-effect-signing = Signing goes on, on every machine.
console-thaw-effect-queue = { $count ->
    [0] No job waits.
    [one] One waiting job is done.
   *[other] The { $count } waiting jobs are done.
}
console-confirm = Confirm
console-form-errors = The form is to be mended
console-freeze-reason = Why signing stops
console-freeze-reason-hint = It is written into the audit trail and shown to operators. No names of persons.
console-freeze-no-reason = Give a reason, of 500 characters at most.
console-type-word = To confirm, type the word: { $word }
console-word-wrong = Type exactly the word: { $word }
console-give-up = Change nothing

## Accounts

console-accounts-title = Accounts
console-accounts-lead = Who may sign in, and what for.
console-accounts-count = { $count ->
    [one] One account.
   *[other] { $count } accounts.
}
console-accounts-person = Person
console-accounts-roles = Roles
console-accounts-organisation = Organisation
console-account-closed = Closed since { $at }
console-account-open = Open
console-accounts-cli = On the command line
console-accounts-add-lead = An account can be made on the command line too, which prints the password and the second factor once:
console-accounts-reset-lead = Password forgotten or phone lost:
console-account-title = An account
console-account-with = Signs in
console-account-with-password = with password and code
console-account-with-provider = at the identity provider
console-account-own = This is your own account: another administrator can change its roles or close it.
console-account-no-role = Choose at least one role, or close the account.
console-account-no-organisation = This account belongs to no organisation and can’t be a member of one.
console-account-roles-legend = What the person may do
console-account-save = Save the roles
console-account-access = Access
console-account-enable-lead = The person can sign in again, with the same password and second factor.
console-account-enable = Open the account again
console-account-disable-lead = The person is signed out everywhere at once and can no longer sign in. What they did stays in the audit trail.
console-account-disable = Close the account
console-account-unlock-lead = After too many attempts an account is locked for a quarter of an hour.
console-account-unlock = Unlock now
