"""Trained checkpoints out of package registries, and what each format makes of them."""
