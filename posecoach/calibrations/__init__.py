"""Calibrations: thresholds fitted to recordings or to a person, and the files they are kept in."""
