"""Core ML (.mlpackage): quantize, lower, run, read."""
