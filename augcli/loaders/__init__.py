"""Pipelines in memory: draw, and apply to arrays and PIL images."""
