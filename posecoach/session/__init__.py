"""Leading a person through exercises without a keyboard: stages, pauses, rests, and what to tell when."""
