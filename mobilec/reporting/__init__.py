"""Runs side by side: a page, Markdown or CSV."""
