"""Joining the parts of a run: they are checked, and their files and records put together."""
