"""The widgets: given data, they draw it and speak in messages; they never import the library."""
