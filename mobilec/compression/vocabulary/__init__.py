"""Words that a corpus does not use are taken out of a tokenizer."""
