"""Marian's own files: models as .npz and .bin, the yml that names them, gzipped or not."""
