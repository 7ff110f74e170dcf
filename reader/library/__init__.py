"""The one thing front ends talk to: joins store, index, ingest, export and analysis."""

from reader.library.library import Library

__all__ = ["Library"]
