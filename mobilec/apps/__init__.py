"""What bundles in an app and parts of an app are, for either system."""
