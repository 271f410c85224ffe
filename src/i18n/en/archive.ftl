# The archive.
archive-hint-missing = mount or restore the folder, set `archive.folder` to the right one, or create a new one with `sceau migrate`
archive-hint-damaged = restore this object from a backup; nothing overwrites it
archive-hint-file = check the disk's free space and that this account may write in the folder
