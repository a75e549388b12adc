"""Any number of recordings."""
