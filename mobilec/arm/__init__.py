"""Programs on emulated ARM processors."""
