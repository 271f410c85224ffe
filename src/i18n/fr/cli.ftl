# Ce que dit la ligne de commande.

cli-issuing = Délivrance
cli-holder = Titulaire
cli-holder-hidden = non dit par cette attestation
cli-birth = Naissance
cli-centre = Centre
cli-level = Niveau global
cli-no-level = aucun (sous le premier niveau)
cli-levels = Compétences
cli-score = Score
cli-exam-date = Examen
cli-issued-at = Délivré
cli-stamped-at = Horodaté
cli-issuer = Organisme
cli-specimen = SPÉCIMEN : signé avec des clés d’exemple que tout le monde possède. Ne prouve rien.
cli-code = Code
cli-id = Certificat
cli-state = État
cli-state-prepared = en cours de délivrance
cli-state-issued = en vigueur
cli-state-revoked = révoqué
cli-state-suspended = suspendu
cli-state-superseded = remplacé
cli-superseded-by = Remplacé par
cli-supersedes = Remplace
cli-document = Document (SHA-256)
cli-audit = Qui a fait quoi

cli-revoked = Le certificat { $id } est révoqué. La liste publiée le dit déjà.
cli-suspended = Le certificat { $id } est suspendu. La liste publiée le dit déjà.
cli-reinstated = Le certificat { $id } est de nouveau en vigueur. La liste publiée le dit déjà.
cli-link-renewed = L’ancien lien privé est retiré. Nouveau lien du titulaire :
cli-superseded =
    Le certificat { $old } est remplacé par { $new }.
      document  { $document }
      lien      { $link }
cli-supersede-withheld = Un résultat non attribué ne peut pas remplacer un certificat : révoquez-le.
cli-supersede-one-row = Le fichier contient { $count ->
    [one] { $count } résultat utilisable
   *[other] { $count } résultats utilisables
  } ; il en faut exactement un.
cli-supersede-line = Indiquez la ligne du résultat corrigé avec --line.

cli-keys-made = Les clés sont dans { $folder }. Gardez ce dossier secret, et une copie à l’abri d’un même incendie.
cli-keys-in-token = dans le jeton { $token }
cli-keys-token-answers = dans le jeton { $token }, signe en { $milliseconds } ms
cli-keys-token-silent = dans le jeton { $token }, NE SIGNE PAS
cli-keys-rotated = { $id } signe désormais ; { $replaced } ne signe plus et reste reconnue jusqu’à son retrait.
cli-keys-follows = { $id } signe désormais à la place de { $replaced }.
cli-keys-retired = { $id } est retirée depuis { $at } : ce qu’elle a signé jusque-là reste authentique. Sa moitié privée peut être détruite.
cli-keys-compromised = { $id } est compromise depuis { $at } : ce qu’elle a signé à partir de cet instant est refusé.
cli-keys-affected = { $count ->
    [0] Aucun certificat du registre n’est concerné.
    [one] Un certificat du registre a été signé avec elle depuis et n’est plus authentique : délivrez-le à nouveau (docs/keys.md).
   *[other] { $count } certificats du registre ont été signés avec elle depuis et ne sont plus authentiques : délivrez-les à nouveau (docs/keys.md).
}
cli-keys-crl-done = La liste de révocation nomme désormais son certificat X.509.
cli-keys-crl-open = La liste de révocation ne nomme pas encore son certificat X.509 : la clé privée de l’autorité n’est pas dans le dossier. Relancez la même commande avec --authority-key FICHIER.
cli-keys-next-reload = À faire : un service en marche prend ces clés en moins de { $seconds } secondes, ou tout de suite par SIGHUP ; copiez le dossier sur toute autre machine qui signe, et dans la sauvegarde.
cli-keys-next-publish = À faire : publiez le nouveau jeu de clés partout où d’autres le gardent (sceau keys public).
cli-keys-next-retire = À faire, quand plus aucun processus lancé avant ce changement ne signe : sceau keys retire { $id }
cli-keys-next-authority = À faire tout de suite : mettez { $file } hors ligne, c’est la clé privée de la nouvelle autorité. Les lecteurs de PDF doivent apprendre à reconnaître sa racine (/.well-known/sceau-chain.pem).
cli-keys-lists-signed = Elle a signé les listes d’état.
cli-keys-lists-open = Elle n’a pas encore pu signer les listes d’état ({ $problem }) : un service en marche réessaie chaque minute.
cli-keys-history-compromised = { $id } est compromise depuis { $at } : { $reason }
cli-keys-no-register = Il n’y a pas de registre ici : rien n’est écrit dans un journal d’audit.
cli-db-copied = Tout ce qui est dans { $from } est maintenant aussi dans { $to } : nombres et empreintes concordent. Indiquez `store.path` ou `store.url` pour continuer là-bas.
cli-migrated = Le registre { $path } est prêt.
cli-reindexed = Les partenaires trouvent { $count ->
    [one] { $count } certificat
   *[other] { $count } certificats
  } par identifiant national ou par établissement.
cli-config-good = La configuration est bonne.
cli-serving = Service ouvert sur { $url } — arrêt par Ctrl+C.

cli-doctor-configuration = configuration
cli-doctor-keys = clés
cli-doctor-register = registre
cli-doctor-signing = signature
cli-doctor-archive = archive
cli-doctor-mail = serveur de courrier
cli-doctor-frameworks = référentiels
cli-doctor-fonts = polices
cli-doctor-reader = fichiers de tiers
cli-doctor-clock = horloge
cli-doctor-timestamp = horodatage
cli-doctor-example-keys = clés d’exemple : les certificats portent la mention SPÉCIMEN

cli-demo-ready = Prêt à essayer
cli-demo-try-web =
    Dans votre navigateur :
      vérifier un code      { $url }/
      ce code               { $code }
      la page du titulaire  { $link }
cli-demo-try =
    Dans un autre terminal :
      ouvrir un certificat  { $document }
      le vérifier           { $program } --config { $config } verify { $document }
      sans le registre      { $program } verify { $document } --offline --keys { $keys }
      le révoquer           { $program } --config { $config } revoke { $code } --reason issued-in-error
      vérifier de nouveau   { $program } --config { $config } verify { $code }
      la console            { $program } --config { $config } accounts add moi --name Moi --role issuer,revoker,auditor,administrator
                            puis { $url }/console
      un fichier fautif    { $program } --config { $config } issue { $mistakes } --dry-run

cli-report-file = { $file } : { $format }, { $rows ->
    [one] { $rows } ligne
   *[other] { $rows } lignes
 }{ $details }
cli-report-unknown-format = forme non reconnue
cli-report-pix-export = export des résultats de session de Pix Certif
cli-report-encoding = , encodage { $encoding }
cli-report-delimiter = , colonnes séparées par { $delimiter }
cli-report-bom = , avec marque d’ordre des octets
cli-report-awarded = attribué
cli-report-existing = déjà délivré
cli-report-withheld = non délivré
cli-report-refused = refusé
cli-report-warning = attention
cli-report-line = ligne { $line }
cli-report-counts =
    { $issued ->
        [one] { $issued } certificat délivré
       *[other] { $issued } certificats délivrés
    }, { $repeated ->
    [one] { $repeated } déjà délivré
   *[other] { $repeated } déjà délivrés
  }, { $withheld ->
    [one] { $withheld } non délivré
   *[other] { $withheld } non délivrés
  }, { $refused ->
    [one] { $refused } refusé
   *[other] { $refused } refusés
  }
cli-report-out = Les PDF et issued.csv sont dans { $folder }
cli-report-plan = Rien n’a été délivré. À délivrer : { $awards }, non délivrés : { $withheld }, refusés : { $refused }
cli-report-stopped = Arrêt : --all-or-nothing est demandé et { $refused ->
    [one] { $refused } ligne est refusée
   *[other] { $refused } lignes sont refusées
  }.

cli-bench-title = { $count ->
    [one] { $count } certificat
   *[other] { $count } certificats
  }, { $jobs ->
    [one] un processus
   *[other] { $jobs } processus
 }
cli-bench-total = un processus
cli-bench-parallel = tous les cœurs
cli-bench-speed-up = rapport
cli-bench-memory = mémoire
cli-bench-worker-memory = mémoire, dessin
cli-renew-no-authority = rien ne peut être prolongé sans autorité d’horodatage
cli-renew-no-authority-hint = nommez-en une dans `timestamp.urls`, et sa racine dans `timestamp.roots`
cli-renew-not-due = { $id } : pas avant le { $date }
cli-renew-due = { $id } : à prolonger
cli-renew-renewed = { $id } : prolongé ; s’appuie sur des certificats jusqu’au { $date }
cli-renew-failed = { $id } : pas prolongé : { $error }

cli-status-as-of = État au { $date }, d’après les listes signées de l’organisme
cli-tree-published = { $folder } : { $written ->
    [one] { $written } fichier écrit
   *[other] { $written } fichiers écrits
}, { $unchanged ->
    [one] { $unchanged } inchangé
   *[other] { $unchanged } inchangés
  }
cli-bundle-written = { $file } : { $lists ->
    [one] { $lists } liste
   *[other] { $lists } listes
}, valable jusqu’au { $until }

cli-clients-added = Le client { $name } est ajouté. Il pourra appeler dès qu’il aura une clé : sceau clients key issue { $name }
cli-clients-disabled = Le client { $name } est désactivé : rien de ce qu’il présente n’est plus accepté.
cli-clients-disabled-since = désactivé depuis le
cli-clients-key-issued = Transmettez cette clé maintenant : elle n’est conservée nulle part et ne peut pas être affichée de nouveau.
cli-clients-key-revoked = La clé du client { $name } est révoquée, avec les jetons qu’elle avait obtenus.
cli-clients-key-since = depuis le
cli-clients-key-until = jusqu’au
cli-clients-key-revoked-since = révoquée depuis le
cli-clients-key-used = utilisée en dernier le
cli-clients-hint-key = nommez les seize chiffres entre les traits bas de la clé ; sceau clients show NOM les énumère
cli-issue-approved = Approuvé par { $approver }.
