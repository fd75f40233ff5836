"""Token ids, held against SentencePiece and transformers."""
