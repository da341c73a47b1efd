"""Pixel arithmetic: arrays and numbers in, arrays out."""
