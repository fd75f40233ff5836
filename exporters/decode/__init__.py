"""Greedy and beam search over one protocol, and what a decoder keeps between steps."""
