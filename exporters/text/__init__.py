"""Sentences and words: a text to token ids and back."""
