"""Decode image files to pictures, and encode pictures."""
