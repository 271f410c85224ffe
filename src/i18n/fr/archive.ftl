# L'archive.
archive-hint-missing = montez ou restaurez le dossier, indiquez le bon dans `archive.folder`, ou créez-en un avec `sceau migrate`
archive-hint-damaged = restaurez cet objet depuis une sauvegarde ; rien ne l'écrase
archive-hint-file = vérifiez l'espace disque et que ce compte peut écrire dans le dossier
