# Sentences shared by several rooms.
