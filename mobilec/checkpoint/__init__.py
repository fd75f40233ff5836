"""Where every model comes in: from a name to a model and its tokenizer."""
