"""What a compressed model is: a record of edits to the dense one, and what does them again."""
