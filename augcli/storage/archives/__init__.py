"""Archives and other large files behind a path or URL, read in parts."""
