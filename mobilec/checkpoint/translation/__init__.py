"""Words, languages and settings of a translator."""
