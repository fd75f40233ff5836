"""Which layers become int8, and how; calibration; which layers suffer most."""
