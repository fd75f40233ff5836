"""Mutants of all that comes in, through every command that reads it: `python -m tests.hostile`."""

import os

# Before anything imports OpenMP: a fork has no threads of its parent, and tiny models want none.
os.environ.setdefault("OMP_NUM_THREADS", "1")
