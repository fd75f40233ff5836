"""From a PyTorch model to a verified file. Knows nothing of mobilec."""
