"""A compressed model: a record of edits to the dense one, and what rebuilds it from them."""
