"""The dataset on disk: sources, classes and labels."""
