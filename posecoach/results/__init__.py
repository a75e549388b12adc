"""What stays of a session: session file, tables, annotated video."""
