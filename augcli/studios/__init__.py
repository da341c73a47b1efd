"""The studio: a page on this machine where every knob is a slider."""
