"""The map at work: its arrays, what is looked up in them, and what builds them. Pure."""
