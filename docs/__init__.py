"""What people read, and what writes its tables."""
