"""Shards: files that hold many samples each, in the layouts that training reads."""
