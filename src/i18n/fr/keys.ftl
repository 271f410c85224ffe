# Les clés de l'émetteur.
keys-hint-module = vérifiez que `module` est le chemin complet de la bibliothèque PKCS#11 du jeton, que son paquet est installé et que ce compte peut la lire
keys-hint-no-token = vérifiez le raccordement du jeton et `label` ou `serial` ; `pkcs11-tool --module BIBLIOTHÈQUE -L` énumère ce qui est présent
keys-hint-many-tokens = désignez le jeton par `serial` au lieu de `label`
keys-hint-pin = corrigez le code PIN à sa source avant de relancer Sceau : chaque démarrage consomme un essai
keys-hint-pin-not-tried = ouvrez une session avec l’outil du jeton, ou changez le code PIN avec celui de l’officier de sécurité, puis relancez Sceau
keys-hint-no-key = comparez `token_key` aux libellés qu’énumère `pkcs11-tool --module BIBLIOTHÈQUE --login -O` ; voir docs/pkcs11.md
keys-hint-many-keys = donnez à l’une d’elles un libellé propre, ou ajoutez `token_key_id` ; une clé qui a signé des certificats ne doit pas être détruite avant son retrait
keys-hint-kind = refaites la clé comme l’indique docs/pkcs11.md, sous un nouveau libellé
keys-hint-mechanism = ce jeton ne peut pas porter cette clé : gardez-la dans un autre jeton ou dans un fichier
keys-hint-no-public-key = le jeton doit contenir la moitié publique sous le même libellé ; voir docs/pkcs11.md
keys-hint-other-key = `public_key` ou le premier certificat de `chain` doit être celui de cette clé ; voyez si le libellé désigne maintenant une autre clé
keys-hint-lost = vérifiez le jeton, son raccordement et son service, puis répétez la commande : ce qui n’a pas été signé le sera alors
keys-hint-not-opened = c’est une erreur dans Sceau : signalez-la avec la commande employée
