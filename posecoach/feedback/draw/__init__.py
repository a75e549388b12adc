"""What is seen: pictures with the body, the count, cues and screens of words drawn on them."""
