"""Bytes -> releases. Recognises formats by content, cleans text, writes nothing."""
