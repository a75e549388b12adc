"""Photo-like pictures of people on a mat, with Blender as a Python module (`bpy`)."""
