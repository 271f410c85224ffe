# The register.
store-hint-missing = create the register with `sceau migrate`, or set `store.path` to the one you have
store-hint-older = make a copy of the register, then bring it up to date with `sceau migrate`
store-hint-newer = this register was written by a newer Sceau: start that one
store-hint-foreign = set `store.path` or `store.url` to a register of this program, or restore it from a backup
store-hint-inconsistent = somebody may have edited the register by hand: compare it with a backup
store-hint-create = check that the folder exists and that this account may write in it
store-hint-unreachable = check `store.url`, and that the server runs and lets this account in
store-hint-back-up = use pg_dump or continuous archiving, as docs/operations.md says
store-hint-not-empty = copy into a register that was just made with `sceau migrate`
