"""Which recipe is best within a budget: candidates are compressed, exported and measured."""
