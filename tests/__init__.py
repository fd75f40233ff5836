"""Tests, in folders of the names of what they test."""
