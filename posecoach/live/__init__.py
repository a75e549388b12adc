"""Exercising live: camera, coach, picture and voice put together."""
