"""Read pipelines from the code of other libraries, without running it."""
