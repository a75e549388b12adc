"""Sample videos: people rendered from freely licensed parts do the exercises, each clip with its exact truth."""
