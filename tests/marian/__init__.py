"""Small networks as Marian trains them, and what Marian itself says of them."""
