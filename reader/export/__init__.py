"""Releases and their notes -> files for other programs."""
