"""Translators as Marian itself trains them: students with a recurrent decoder among them."""
