"""Folders as Hugging Face's libraries write them."""
