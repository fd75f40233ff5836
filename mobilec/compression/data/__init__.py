"""What a model reads, and what stands beside its weights."""
