# L'archive.
archive-hint-missing = montez ou restaurez le dossier, indiquez le bon dans `archive.folder`, ou créez-en un avec `sceau migrate`
archive-hint-damaged = restaurez cet objet depuis une sauvegarde ; rien ne l’écrase
archive-hint-file = vérifiez l’espace disque et que ce compte peut écrire dans le dossier
archive-hint-bucket = créez le compartiment, ou corrigez `archive.s3_bucket` et `archive.s3_endpoint`
archive-hint-refused = vérifiez `archive.s3_access_key_id`, son secret et `archive.s3_region`, l’horloge de cette machine, et que la clé permet de lire et d’écrire les objets de ce compartiment
archive-hint-unreachable = vérifiez `archive.s3_endpoint`, le réseau et le service ; `archive.timeout_seconds` et `archive.attempts` disent combien de temps il est sollicité
archive-hint-write-once = prenez un service qui respecte `If-None-Match: *` ; celui-ci laisserait remplacer un objet
archive-hint-service = lisez la réponse du service ; `archive.s3_region` et `archive.s3_path_style` doivent être ceux du compartiment
