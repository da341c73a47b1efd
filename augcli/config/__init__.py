"""Pipelines as TOML files: read, written, and described for editors."""
