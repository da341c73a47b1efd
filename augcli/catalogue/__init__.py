"""How a transform is declared, found and described."""
