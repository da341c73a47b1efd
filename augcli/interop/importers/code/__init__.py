"""Find calls in Python code and the values of their arguments, without running it."""
