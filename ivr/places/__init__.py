"""Where is that? A spoken place becomes an address, a crossing or a landmark; kept as said where it is none of these."""

from ivr.places.parse import Place, parse

__all__ = ["Place", "parse"]
