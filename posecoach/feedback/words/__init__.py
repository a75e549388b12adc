"""What things are called: every moment in words, in the person's language, and what is said first."""
