"""What a teacher makes of texts, for a student to learn from."""
