# Ce qui est dit des tâches.

jobs-working = À la recherche de tâches — arrêt par Ctrl+C.
jobs-none = Il n’y a pas de telles tâches.
jobs-queued = en attente
jobs-leased = en cours
jobs-done = faite
jobs-dead = abandonnée
jobs-line = { $id }  { $kind }  { $state }  { $at }  { $attempts ->
    [one] { $attempts } essai
   *[other] { $attempts } essais
}
jobs-retried = { $count ->
    [one] { $count } tâche remise en attente.
   *[other] { $count } tâches remises en attente.
}
jobs-hint-retry = `sceau jobs list --state dead` montre ce qui a été abandonné
jobs-hint-state = choisir parmi : queued, leased, done, dead
