"""One protocol and one document, run.json, for this machine and for phones."""
