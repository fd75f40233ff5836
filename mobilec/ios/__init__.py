"""The iOS app: Xcode's programs, bundles among its resources, and its weight."""
