"""An ImageDataGenerator that does what the documentation of Keras says."""
