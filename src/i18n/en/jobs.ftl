# What is said about jobs.

jobs-working = Looking for jobs — stop with Ctrl+C.
jobs-none = There are no such jobs.
jobs-queued = waits
jobs-leased = under way
jobs-done = done
jobs-dead = given up
jobs-line = { $id }  { $kind }  { $state }  { $at }  { $attempts ->
    [one] { $attempts } attempt
   *[other] { $attempts } attempts
}
jobs-retried = { $count ->
    [one] { $count } job
   *[other] { $count } jobs
} queued again.
jobs-hint-retry = `sceau jobs list --state dead` shows what was given up
jobs-hint-state = use one of: queued, leased, done, dead
