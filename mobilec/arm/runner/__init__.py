"""The C++ program that runs a .pte there."""
