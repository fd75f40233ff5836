"""The models inside the package."""
