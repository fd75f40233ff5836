"""Training of a model that is there already, whatever its structure: after it was compressed."""
