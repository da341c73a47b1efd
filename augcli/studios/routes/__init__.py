"""What the page asks for, by route: files, pictures, and what a pipeline is for the shell."""
