"""Tests of pipelines and loaders in Python programs."""
