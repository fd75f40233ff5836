"""The tensor decompositions beneath them."""
