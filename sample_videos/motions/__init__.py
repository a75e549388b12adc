"""How the body moves through each exercise, cleanly and with planted faults."""
