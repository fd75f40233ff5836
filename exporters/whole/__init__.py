"""Folders and files that appear whole or not at all, whatever becomes of the process."""
