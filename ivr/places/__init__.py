"""Where is that? A spoken place becomes an address, a crossing or a landmark; else it is kept as said."""

from ivr.places.parse import Place, parse

__all__ = ["Place", "parse"]
