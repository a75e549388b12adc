"""The rules: landmarks in, events out. Pure: no pictures, no clock, no files."""
