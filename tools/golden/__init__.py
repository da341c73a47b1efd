"""The golden list: hashes of pictures that all common processors must render alike."""
