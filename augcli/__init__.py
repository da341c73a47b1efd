"""See an image augmentation before you trust it, and expand a class-folder dataset on disk."""

__version__ = "0.2.0"
