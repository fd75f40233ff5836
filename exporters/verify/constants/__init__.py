"""A file read number by number, beside the program that it was made from."""
