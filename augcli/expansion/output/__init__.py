"""The output tree: its files, their names and their records."""
