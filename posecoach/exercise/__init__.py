"""What an exercise file says: its schema, doses, checks and plans."""
