"""A picture in memory: its pixels, codecs and pixel arithmetic."""
