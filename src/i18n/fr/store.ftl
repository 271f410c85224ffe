# Le registre.
store-hint-missing = créez le registre avec `sceau migrate`, ou indiquez celui que vous avez dans `store.path`
store-hint-older = faites une copie du registre, puis mettez-le à jour avec `sceau migrate`
store-hint-newer = ce registre a été écrit par un Sceau plus récent : lancez celui-là
store-hint-foreign = indiquez dans `store.path` ou `store.url` un registre de ce programme, ou restaurez-le d’une sauvegarde
store-hint-inconsistent = quelqu’un a peut-être modifié le registre à la main : comparez-le avec une sauvegarde
store-hint-create = vérifiez que le dossier existe et que ce compte peut y écrire
store-hint-unreachable = vérifiez `store.url`, et que le serveur fonctionne et accepte ce compte
store-hint-back-up = utilisez pg_dump ou l’archivage continu, comme le dit docs/operations.md
store-hint-not-empty = copiez vers un registre que `sceau migrate` vient de créer
