"""iPhones, through Xcode's programs."""
