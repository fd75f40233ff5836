"""A classifier to a program of plain layers: attention, masks, what each family needs."""
