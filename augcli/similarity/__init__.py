"""Find files that hold the same picture: equal bytes, and near duplicates."""
