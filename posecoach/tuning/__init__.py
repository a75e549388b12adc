"""Tuning: thresholds that fit a person and labelled recordings."""
