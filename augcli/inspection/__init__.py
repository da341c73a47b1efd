"""Look at a dataset: measure its pictures, find what is wrong with it, and advise."""
