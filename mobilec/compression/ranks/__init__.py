"""How large the factors of a layer are."""
