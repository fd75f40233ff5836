"""What programs execute on ARM64, counted: no time, and the same number on every machine."""
