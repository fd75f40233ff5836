"""What a finished app weighs."""
