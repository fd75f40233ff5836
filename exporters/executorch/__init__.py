"""ExecuTorch (.pte): quantize, lower, run, read."""
