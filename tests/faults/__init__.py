"""Disturb runs, and check what they leave behind."""
