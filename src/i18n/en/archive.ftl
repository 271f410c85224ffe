# The archive.
archive-hint-missing = mount or restore the folder, set `archive.folder` to the right one, or create a new one with `sceau migrate`
archive-hint-damaged = restore this object from a backup; nothing overwrites it
archive-hint-file = check the disk's free space and that this account may write in the folder
archive-hint-bucket = create the bucket, or correct `archive.s3_bucket` and `archive.s3_endpoint`
archive-hint-refused = check `archive.s3_access_key_id`, its secret and `archive.s3_region`, this machine's clock, and that the key may read and write objects in this bucket
archive-hint-unreachable = check `archive.s3_endpoint`, the network and the service; `archive.timeout_seconds` and `archive.attempts` say how long it is tried
archive-hint-write-once = use a service that keeps to `If-None-Match: *`; this one would let an object be replaced
archive-hint-service = read what the service answered; `archive.s3_region` and `archive.s3_path_style` must be those of the bucket
