"""Everything that touches Whoosh: the analyser, the schema, updating, searching."""
