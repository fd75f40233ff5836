"""Marian's own networks."""
