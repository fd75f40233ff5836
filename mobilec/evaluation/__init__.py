"""Data, metrics, and texts through a bundle."""
