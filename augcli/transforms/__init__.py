"""One file for each transform; they don't know each other."""
