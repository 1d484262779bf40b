"""THE CELLAR: the database's engine, its embedded server and migrations, the machine's own store, and the keys."""
