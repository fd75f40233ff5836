"""What differs by task, from capture to the gates: one file, one task."""
