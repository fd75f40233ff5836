"""ARM64 processors as a device: instructions are counted there, and nothing is timed."""
