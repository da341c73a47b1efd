"""What a preview shows: a figure, a web page, or pictures in the terminal."""
