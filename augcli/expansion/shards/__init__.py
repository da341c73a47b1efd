"""Making shards: files that hold the copies of many sources each."""
