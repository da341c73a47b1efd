"""Bytes at rest: safe reading, whole-file writing, locks and limits."""
