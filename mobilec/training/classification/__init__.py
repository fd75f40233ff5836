"""Fine-tuning of an encoder for text classification."""
