"""Everything that touches SQLite: schema, releases and revisions, state and notes, the change queue."""
