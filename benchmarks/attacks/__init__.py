"""Attacks on the program, each a kind of hostile or broken input, with what came of every case."""
