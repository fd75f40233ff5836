"""Greedy translation beside PyTorch and CTranslate2, each in a process of its own."""
