"""A translator to a program of `encode` and `decode`."""
