"""Buckets and servers: datasets behind a URL, read by fsspec."""
