# La console des opérateurs.

console-nav-home = Accueil
console-nav-batches = Résultats
console-nav-certificates = Certificats
console-nav-sessions = Sessions
console-nav-keys = Clés
console-nav-audit = Journal
console-nav-health = État
console-nav-accounts = Comptes
console-home-title = Accueil
console-home-greeting = Bonjour, { $name }
console-frozen = La signature est arrêtée
console-frozen-since = Depuis le { $since }. Rien n’est signé ni délivré{"\u00A0"}; la vérification continue.
