"""The page and bundles over HTTP, for the browsers of this machine or of its network."""
