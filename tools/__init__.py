"""What the project needs and its users don't."""
