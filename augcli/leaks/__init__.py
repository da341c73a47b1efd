"""Leaks: pictures that stand in two splits of a dataset, or under two labels."""
