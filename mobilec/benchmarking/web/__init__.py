"""Browsers, each of which asks for its jobs."""
