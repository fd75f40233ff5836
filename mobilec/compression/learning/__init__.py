"""Steps that train a model: what they learn from, and how they run."""
