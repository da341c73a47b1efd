"""Buckets and servers: what is behind a URL, read and written by fsspec."""
