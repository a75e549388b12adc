"""Any number of recordings: finding them, analysing what is missing or has changed, and keeping what became of each."""
