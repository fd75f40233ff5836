"""The page for browsers: built, put together with bundles, and its weight."""
