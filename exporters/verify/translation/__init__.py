"""Gates of translators."""
