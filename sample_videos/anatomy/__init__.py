"""The human body: mesh, shape, skeleton and skinning, read from the MakeHuman assets (CC0)."""
