"""What a model does, as manifests and transformers name it."""

CLASSIFICATION = "text-classification"
TRANSLATION = "translation"
