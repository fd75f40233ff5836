"""Modules that replace a dense layer, each with its sizes."""
