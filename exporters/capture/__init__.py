"""A model to a program of plain layers: attention, masks, and the proof that it is equal."""
