"""Recipes, steps and records: a model made smaller."""
