# Les signalements de documents suspects, dans la console.
reports-nav = Signalements
reports-title = Signalements de documents suspects
reports-lead = Ce que le public signale. Un signalement ne change rien à un certificat : vérifiez, agissez s’il le faut, puis notez ce qu’il en est.
reports-open = À traiter
reports-handled = Traités
reports-none = Aucun signalement n’attend.
reports-none-handled = Aucun signalement n’a encore été traité.
reports-open-caption = Du plus récent au plus ancien.
reports-handled-caption = Signalements traités, du plus récent au plus ancien.
reports-came = Reçu le
reports-what = Ce qui est signalé
reports-verdict = Verdict à ce moment
reports-now = Verdict maintenant
reports-no-code = Aucun code donné
reports-outcome = Conclusion
reports-one-title = Un signalement
reports-is-open = À traiter
reports-is-handled = Traité
reports-code = Code sur le document
reports-contact = Pour joindre la personne
reports-written = Ce qui a été écrit
reports-contact-kept = Le moyen de joindre la personne et le code sont effacés { $days ->
    [0] aussitôt
    [one] au bout d’un jour
   *[other] au bout de { $days } jours
  },
reports-kept = le signalement au bout de { $days }.
reports-register = Ce qu’en dit le registre
reports-no-verdict = Aucun code lisible n’a été donné : aucun certificat n’a été cherché.
reports-certificate = Voir le certificat
reports-handle = Traitement
reports-handle-lead = Conclure ferme le signalement. Révoquer ou suspendre se fait sur la page du certificat.
reports-handled-at = Traité le
reports-handled-by = Par
reports-outcome-genuine = Le document est authentique
reports-outcome-forged = Le document est faux ou falsifié
reports-outcome-acted = Le certificat a été révoqué, suspendu ou corrigé
reports-outcome-unclear = Trop peu d’éléments pour conclure
reports-note = Note pour vos collègues
reports-note-hint = Facultative, 2 000 caractères au plus. Elle n’est ni publiée ni écrite au journal.
reports-button = Marquer comme traité
reports-no-outcome = Choisissez une conclusion.
reports-long-note = Écrivez 2 000 caractères au plus.
reports-others = Les comptes d’émission et de révocation traitent les signalements.
