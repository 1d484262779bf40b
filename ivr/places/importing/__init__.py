"""Reading a city's open data, and the one file it becomes; the only part of the map that touches the disk."""
