"""Recipes: what is asked for, layer by layer."""
