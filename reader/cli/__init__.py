"""Arguments, output and exit codes; the only place that wires things together."""
