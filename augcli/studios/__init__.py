"""The studio: a page on this machine on which every knob is a slider and copies follow the hand."""
