"""Pipelines as text: TOML files, presets, flags and the JSON schema."""
