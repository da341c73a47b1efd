"""Feed a training loop: batches of augmented pictures, made ahead by worker processes."""
