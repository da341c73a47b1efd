"""One small file for each transform; they are found by walking this package."""
