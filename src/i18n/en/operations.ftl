# Keeping watch: audit trail, freeze, self-check.
operations-trail-whole = The audit trail is whole: { $events ->
    [one] { $events } event
   *[other] { $events } events
  } in an unbroken chain, { $certificates ->
    [one] { $certificates } certificate explained by them
   *[other] { $certificates } certificates explained by them
  }.
operations-trail-broken = THE AUDIT TRAIL IS NOT AS IT WAS WRITTEN: { $findings ->
    [one] { $findings } finding
   *[other] { $findings } findings
  } in { $events ->
    [one] { $events } event
   *[other] { $events } events
  } and { $certificates ->
    [one] { $certificates } certificate
   *[other] { $certificates } certificates
  }. Keep the register as it is, freeze signing, and compare it with a backup (docs/operations.md).
operations-more-findings = … and { $count ->
    [one] { $count } more finding
   *[other] { $count } more findings
  }
operations-event-changed = event { $lane }/{ $number } was changed or moved ({ $more })
operations-event-rewritten = event { $lane }/{ $number } was rewritten with a new hash
operations-event-missing = events { $lane }/{ $number } to { $more } were removed
operations-event-unreadable = event { $lane }/{ $number } can't be read: it was changed
operations-event-displaced = event { $lane }/{ $number } is in the lane of other certificates
operations-head-behind = lane { $lane } has events after its head, { $number }
operations-not-as-at-checkpoint = event { $lane }/{ $number } is not the one that the checkpoint knows, or is gone
operations-event-outside = event { $event } is in no lane: this program did not write it
operations-certificate-unexplained = certificate { $certificate }: no event explains its `{ $column }`
operations-checkpoint-written = The signed heads of the audit trail are in { $file }. Keep it where nobody who can write to the register can change it.
operations-frozen = Signing is stopped on every machine within 5 seconds. Verification, revocation and the status lists go on. To let it go on: sceau thaw
operations-frozen-already = Signing is stopped already, since { $since }, by { $operator }.
operations-thawed = Signing goes on. What was stopped half-way is finished when its command or job is repeated.
operations-not-frozen = Signing was not stopped.
operations-hint-frozen = nothing was half issued; when the reason is dealt with, run `sceau thaw` and repeat: it goes on where it was stopped
operations-fault-not-archived = certificate { $certificate }: its document is not in the archive
operations-fault-archive-unreadable = certificate { $certificate }: its document in the archive is damaged or can't be read
operations-fault-facts-unreadable = certificate { $certificate }: its recorded facts can't be read
operations-fault-lint = certificate { $certificate }: its facts break rules: { $detail }
operations-fault-row-disagrees = certificate { $certificate }: the register does not say what was signed
operations-fault-verification = certificate { $certificate }: its document does not verify: { $detail }
operations-selfchecked = { $checked ->
    [one] { $checked } of { $issued } certificates was checked again
   *[other] { $checked } of { $issued } certificates were checked again
  }: { $bad ->
    [0] all are good.
   *[other] { $bad } HAVE DEFECTS. Restore them from a backup (docs/operations.md).
}
operations-backed-up = The register is copied to { $file }, with { $certificates ->
    [one] { $certificates } certificate
   *[other] { $certificates } certificates
  } (SHA-256 { $sha256 }). Copy the archive after it, and the key folder apart from both.
operations-restored = New places come from new status lists only, and signing is stopped. Next: sceau audit verify, sceau selfcheck --sample 100%, then sceau thaw (docs/operations.md).
operations-doctor-frozen = stopped since { $since } by { $operator }: { $reason } — to let it go on: sceau thaw
