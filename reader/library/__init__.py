"""The one thing front ends talk to: joins store, index, ingest, export and analysis."""
