"""Where the bytes and operators of a file went."""
