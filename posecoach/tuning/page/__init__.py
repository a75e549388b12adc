"""The tuning page: recordings beside their curves, thresholds to drag, labels by keyboard; only on this computer."""
