"""The gates: one file, one check of a finished program."""
