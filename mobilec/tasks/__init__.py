"""What differs by task, and in which room each part of it is: one file, one task."""
