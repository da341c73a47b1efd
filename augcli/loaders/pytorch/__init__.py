"""For PyTorch: a dataset of a folder, a transform, and a loader of tensors."""
