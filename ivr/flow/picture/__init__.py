"""How the picture of the flows is laid out and coloured."""
