"""Mutants of all that comes in, through every command that reads it: `python -m tests.hostile`."""
