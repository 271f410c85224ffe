# La surveillance : journal, arrêt des signatures, contrôle.
operations-trail-whole = Le journal est intact : { $events ->
    [one] { $events } événement
   *[other] { $events } événements
  } en une chaîne ininterrompue, et { $certificates ->
    [one] { $certificates } certificat expliqué
   *[other] { $certificates } certificats expliqués
  }.
operations-trail-broken = LE JOURNAL N’EST PLUS TEL QU’IL A ÉTÉ ÉCRIT : { $findings ->
    [one] { $findings } constat
   *[other] { $findings } constats
  } sur { $events ->
    [one] { $events } événement
   *[other] { $events } événements
  } et { $certificates ->
    [one] { $certificates } certificat
   *[other] { $certificates } certificats
  }. Laissez le registre en l’état, arrêtez les signatures et comparez-le à une sauvegarde (docs/operations.md).
operations-more-findings = … et { $count ->
    [one] { $count } autre constat
   *[other] { $count } autres constats
  }
operations-event-changed = l’événement { $lane }/{ $number } a été modifié ou déplacé ({ $more })
operations-event-rewritten = l’événement { $lane }/{ $number } a été réécrit avec une nouvelle empreinte
operations-event-missing = les événements { $lane }/{ $number } à { $more } ont été supprimés
operations-event-unreadable = l’événement { $lane }/{ $number } est illisible : il a été modifié
operations-event-displaced = l’événement { $lane }/{ $number } est dans la file d’autres certificats
operations-head-behind = la file { $lane } a des événements après sa tête, { $number }
operations-not-as-at-checkpoint = l’événement { $lane }/{ $number } n’est pas celui que connaît le point de contrôle, ou a disparu
operations-event-outside = l’événement { $event } n’est dans aucune file : ce programme ne l’a pas écrit
operations-certificate-unexplained = certificat { $certificate } : aucun événement n’explique son `{ $column }`
operations-checkpoint-written = Les têtes signées du journal sont dans { $file }. Gardez-le là où personne qui peut écrire dans le registre ne peut le modifier.
operations-frozen = Les signatures s’arrêtent sur toutes les machines en 5 secondes. Vérification, révocation et listes de statut continuent. Pour reprendre : sceau thaw
operations-frozen-already = Les signatures sont déjà arrêtées, depuis { $since }, par { $operator }.
operations-thawed = Les signatures reprennent. Ce qui a été interrompu s’achève quand sa commande ou sa tâche est relancée.
operations-not-frozen = Les signatures n’étaient pas arrêtées.
operations-hint-frozen = rien n’est à moitié délivré ; une fois la cause traitée, lancez `sceau thaw` et recommencez : le travail reprend où il s’est arrêté
operations-fault-not-archived = certificat { $certificate } : son document n’est pas dans l’archive
operations-fault-archive-unreadable = certificat { $certificate } : son document dans l’archive est abîmé ou illisible
operations-fault-facts-unreadable = certificat { $certificate } : ses données enregistrées sont illisibles
operations-fault-lint = certificat { $certificate } : ses données enfreignent des règles : { $detail }
operations-fault-row-disagrees = certificat { $certificate } : le registre ne dit pas ce qui a été signé
operations-fault-verification = certificat { $certificate } : son document n’est pas vérifiable : { $detail }
operations-selfchecked = { $checked ->
    [one] { $checked } certificat sur { $issued } a été contrôlé à nouveau
   *[other] { $checked } certificats sur { $issued } ont été contrôlés à nouveau
  } : { $bad ->
    [0] tous sont bons.
   *[other] { $bad } ONT DES DÉFAUTS. Restaurez-les depuis une sauvegarde (docs/operations.md).
}
operations-backed-up = Le registre est copié dans { $file }, avec { $certificates ->
    [one] { $certificates } certificat
   *[other] { $certificates } certificats
  } (SHA-256 { $sha256 }). Copiez ensuite l’archive, et le dossier des clés à part des deux.
operations-restored = Les nouvelles places viennent de nouvelles listes de statut, et les signatures sont arrêtées. Ensuite : sceau audit verify, sceau selfcheck --sample 100%, puis sceau thaw (docs/operations.md).
operations-doctor-frozen = arrêtées depuis { $since } par { $operator } : { $reason } — pour reprendre : sceau thaw
