"""Linear layers: which, one by one or in groups."""
