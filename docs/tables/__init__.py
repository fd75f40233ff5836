"""The tables of the pages, out of the registries, so that they follow the code."""
