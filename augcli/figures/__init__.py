"""Show copies of pictures as a figure, a web page, or in the terminal."""
