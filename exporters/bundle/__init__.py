"""The folder that an app ships: manifest, goldens, texts; written whole or not at all."""
