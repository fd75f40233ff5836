"""Where things lie among the assets of an app."""

BUNDLES = "bundles"
"""The folder of bundles: one each, under its name."""
RECORD = "runtime.json"
"""What runs in this app, and what was left out and why."""
COMMIT = "commit.txt"
"""The commit that the app was built from, where it is known."""
VERSION_FILES = {"executorch": "dev/mobilec/engine/executorch/runtime.txt"}
"""Beside the classes of an engine whose library does not say its version: which build it is."""
