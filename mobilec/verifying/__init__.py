"""Every gate of a finished bundle, again."""
