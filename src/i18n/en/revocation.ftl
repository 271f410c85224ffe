# Acts on certificates, and their publication.
revocation-hint-not-issued = finish issuing it first: `sceau issue` with the same file goes on where it stopped
revocation-hint-already-revoked = a revocation is final; `sceau show` tells when and why it was done
revocation-hint-already-suspended = `sceau reinstate` ends the suspension, `sceau revoke` makes it final
revocation-hint-not-suspended = only a suspended certificate can be reinstated
revocation-hint-already-superseded = act on the certificate that replaced it; `sceau show` names it
revocation-hint-not-its-correction = make the correction with `sceau supersede`
revocation-hint-no-operator = name the operator with `--operator`
revocation-hint-not-published = verification by code already tells it; the list is tried again every minute while `sceau serve` runs
revocation-hint-undone = somebody may have edited the register by hand: compare it with a backup
revocation-hint-clock = set the machine's clock
status-hint-bundle-expired = take a newer bundle from the issuer, and check this machine's clock
status-hint-bundle-keys = take the keys from the issuer's /.well-known/jwks.json and the bundle from the same issuer
status-hint-bundle-again = take the bundle from the issuer again; make it with `sceau status bundle`
