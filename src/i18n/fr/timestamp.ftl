# L'horodatage.
timestamp-hint-file = `timestamp.roots` nomme des fichiers PEM avec des certificats racine, `timestamp.crls` des listes de révocation en DER ou leurs adresses
timestamp-hint-none = rien n’a été délivré : répétez la commande quand l’autorité répondra de nouveau, ou nommez-en une autre dans `timestamp.urls`
