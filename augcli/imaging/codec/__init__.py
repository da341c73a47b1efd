"""Bytes to picture and picture to bytes."""
