"""Whether a factored layer is executed in its factors or multiplied out."""
