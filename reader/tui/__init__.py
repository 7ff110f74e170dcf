"""Everything that imports Textual: the app, its command table, screens and widgets."""
