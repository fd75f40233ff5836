"""Training of a translation model from nothing but aligned text: vocabulary, model and all."""
