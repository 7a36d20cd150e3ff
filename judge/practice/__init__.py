"""Timed practice: sessions and their clock, points, the folder that is watched, and the history of every attempt."""
