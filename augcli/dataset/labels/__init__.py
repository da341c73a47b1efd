"""What belongs to a picture and moves with it."""
