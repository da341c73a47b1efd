"""What is on disk: sources, classes and labels."""
