"""Split sources: shares, groups, folds, and which source goes to which side."""
