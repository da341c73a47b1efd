"""Pipelines from the code of other libraries, which is read and never run."""
