"""Bundles into an app of either system."""
