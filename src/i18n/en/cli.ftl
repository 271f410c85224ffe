# What the command line says.

cli-issuing = Issuing
cli-holder = Holder
cli-holder-hidden = not told by this credential
cli-birth = Born
cli-centre = Centre
cli-level = Global level
cli-no-level = none (below the first level)
cli-levels = Competences
cli-score = Score
cli-exam-date = Exam
cli-issued-at = Issued
cli-stamped-at = Time-stamped
cli-issuer = Issuer
cli-specimen = SPECIMEN: signed with example keys that anybody has. It proves nothing.
cli-code = Code
cli-id = Certificate
cli-state = State
cli-state-prepared = being issued
cli-state-issued = in force
cli-state-revoked = revoked
cli-state-suspended = suspended
cli-state-superseded = superseded
cli-superseded-by = Superseded by
cli-supersedes = Supersedes
cli-document = Document (SHA-256)
cli-audit = Who did what

cli-revoked = Certificate { $id } is revoked. The published list already says so.
cli-suspended = Certificate { $id } is suspended. The published list already says so.
cli-reinstated = Certificate { $id } is in force again. The published list already says so.
cli-link-renewed = The old private link is withdrawn. The holder's new link:
cli-superseded =
    Certificate { $old } is superseded by { $new }.
      document  { $document }
      link      { $link }
cli-supersede-withheld = A result that is not awarded can't replace a certificate: revoke it instead.
cli-supersede-one-row = The file has { $count ->
    [one] { $count } usable result
   *[other] { $count } usable results
  }; exactly one is needed.
cli-supersede-line = Name the line of the corrected result with --line.

cli-keys-made = The keys are in { $folder }. Keep it secret, and keep a copy that burns in another fire.
cli-keys-in-token = in token { $token }
cli-keys-token-answers = in token { $token }, signs in { $milliseconds } ms
cli-keys-token-silent = in token { $token }, DOES NOT SIGN
cli-keys-rotated = { $id } signs from now on; { $replaced } no longer signs and stays trusted until it is retired.
cli-keys-follows = { $id } signs from now on in the place of { $replaced }.
cli-keys-retired = { $id } is retired since { $at }: what it signed until then stays authentic. Its private half may be destroyed.
cli-keys-compromised = { $id } is compromised since { $at }: what it signed from then on is refused.
cli-keys-affected = { $count ->
    [0] No certificate of the register is affected.
    [one] One certificate of the register was signed with it since then and is no longer authentic: issue it again (docs/keys.md).
   *[other] { $count } certificates of the register were signed with it since then and are no longer authentic: issue them again (docs/keys.md).
}
cli-keys-crl-done = The revocation list now names its X.509 certificate.
cli-keys-crl-open = The revocation list does not name its X.509 certificate yet: the authority’s private key is not in the folder. Run the same command again with --authority-key FILE.
cli-keys-next-reload = To do: a running service takes these keys over within { $seconds } seconds, or at once on SIGHUP; copy the folder to every other machine that signs, and into the backup.
cli-keys-next-publish = To do: publish the new key set wherever others keep it (sceau keys public).
cli-keys-next-retire = To do, when no process that started before this change signs any more: sceau keys retire { $id }
cli-keys-next-authority = To do at once: take { $file } offline, it is the new authority’s private key. PDF readers must learn to trust its root (/.well-known/sceau-chain.pem).
cli-keys-lists-signed = The status lists are signed with it.
cli-keys-lists-open = The status lists could not be signed with it yet ({ $problem }): a running service tries again every minute.
cli-keys-history-compromised = { $id } is compromised since { $at }: { $reason }
cli-keys-no-register = There is no register here: nothing is written to an audit trail.
cli-db-copied = Everything in { $from } is now in { $to } too: counts and digests agree. Set `store.path` or `store.url` to go on there.
cli-migrated = The register { $path } is ready.
cli-reindexed = Partners find { $count ->
    [one] { $count } certificate
   *[other] { $count } certificates
  } by student number or school.
cli-config-good = The configuration is good.
cli-serving = Serving on { $url } — stop with Ctrl+C.

cli-doctor-configuration = configuration
cli-doctor-keys = keys
cli-doctor-register = register
cli-doctor-signing = signing
cli-doctor-archive = archive
cli-doctor-mail = mail server
cli-doctor-frameworks = frameworks
cli-doctor-fonts = fonts
cli-doctor-reader = files of strangers
cli-doctor-clock = clock
cli-doctor-timestamp = time stamps
cli-doctor-example-keys = example keys: certificates say SPECIMEN

cli-demo-ready = Ready to try
cli-demo-try-web =
    In your browser:
      verify a code      { $url }/
      this code          { $code }
      the holder's page  { $link }
cli-demo-try =
    In another terminal:
      open a certificate { $document }
      verify it          { $program } --config { $config } verify { $document }
      without register   { $program } verify { $document } --offline --keys { $keys }
      revoke it          { $program } --config { $config } revoke { $code } --reason issued-in-error
      verify it again    { $program } --config { $config } verify { $code }
      the console        { $program } --config { $config } accounts add me --name Me --role issuer,revoker,auditor,administrator
                         then { $url }/console
      a broken file      { $program } --config { $config } issue { $mistakes } --dry-run

cli-report-file = { $file }: { $format }, { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
 }{ $details }
cli-report-unknown-format = unrecognised form
cli-report-pix-export = session results export of Pix Certif
cli-report-encoding = , encoding { $encoding }
cli-report-delimiter = , columns separated by { $delimiter }
cli-report-bom = , with a byte order mark
cli-report-awarded = awarded
cli-report-existing = already issued
cli-report-withheld = withheld
cli-report-refused = refused
cli-report-warning = warning
cli-report-line = line { $line }
cli-report-counts =
    { $issued ->
        [one] { $issued } certificate issued
       *[other] { $issued } certificates issued
    }, { $repeated } already issued, { $withheld } withheld, { $refused } refused
cli-report-out = PDFs and issued.csv are in { $folder }
cli-report-plan = Nothing was issued. To issue: { $awards }, withheld: { $withheld }, refused: { $refused }
cli-report-stopped = Stopped: --all-or-nothing was asked for and { $refused ->
    [one] { $refused } row is refused
   *[other] { $refused } rows are refused
  }.

cli-bench-title = { $count ->
    [one] { $count } certificate
   *[other] { $count } certificates
  }, { $jobs ->
    [one] one process
   *[other] { $jobs } processes
 }
cli-bench-total = whole, one process
cli-bench-parallel = whole, all cores
cli-bench-speed-up = ratio
cli-bench-memory = memory
cli-bench-worker-memory = memory, drawing
cli-renew-no-authority = nothing can be renewed without a time-stamp authority
cli-renew-no-authority-hint = name one in `timestamp.urls`, and its root in `timestamp.roots`
cli-renew-not-due = { $id }: not due before { $date }
cli-renew-due = { $id }: due
cli-renew-renewed = { $id }: renewed; relies on certificates until { $date }
cli-renew-failed = { $id }: not renewed: { $error }

cli-status-as-of = Status as of { $date }, by the issuer's signed lists
cli-tree-published = { $folder }: { $written ->
    [one] { $written } file
   *[other] { $written } files
} written, { $unchanged } unchanged
cli-bundle-written = { $file }: { $lists ->
    [one] { $lists } list
   *[other] { $lists } lists
}, good until { $until }

cli-clients-added = Client { $name } is added. It can call once it has a key: sceau clients key issue { $name }
cli-clients-disabled = Client { $name } is disabled: nothing that it shows is accepted any more.
cli-clients-disabled-since = disabled since
cli-clients-key-issued = Hand this key over now: it is kept nowhere and can’t be shown again.
cli-clients-key-revoked = The key of client { $name } is revoked, with the tokens that were given for it.
cli-clients-key-since = since
cli-clients-key-until = until
cli-clients-key-revoked-since = revoked since
cli-clients-key-used = last used on
cli-clients-hint-key = name the sixteen digits between the underscores of the key; sceau clients show NAME lists them
cli-issue-approved = Approved by { $approver }.
