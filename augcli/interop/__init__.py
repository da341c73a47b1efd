"""Pipelines of other libraries: export to them, import from them."""
