# La page qu’ouvre un lien de partage.
share-title = Certificat partagé
share-lead = Ouvrez le lien que l’on vous a donné, ou collez-le ici.
share-label = Lien de partage
share-hint = L’adresse entière, ou ce qui suit le signe #.
share-button = Voir ce qui est partagé
share-refused-title = Ce lien ne montre rien
share-refused = Il est incomplet, son temps est écoulé, ou il a été retiré. Demandez-en un nouveau à la personne qui vous l’a donné.
share-about = Ce lien
share-until = Dernier jour
share-explained = La personne titulaire a choisi ce que ce lien montre et peut le retirer. Elle voit qu’il a été ouvert, pas par qui.
share-least-level = Niveau global « { $level } » ou plus :
share-least-score = Score de { $score } ou plus :
share-yes = Oui
share-no = Non
share-bad-date = Cette date n’existe pas. Écrivez-la sous la forme JJ/MM/AAAA.
