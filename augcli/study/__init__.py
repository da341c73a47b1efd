"""Which augmentation helps: small models, exact cross-validation, honest intervals."""
