"""Labels of a picture that move with it: segmentation masks."""
