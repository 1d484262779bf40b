"""Where is that? A spoken place becomes an address, a corner or a landmark with a point; or an honest question."""

from ivr.places.locate import locate
from ivr.places.located import SURE, Candidate, Located
from ivr.places.parse import Place, parse
from ivr.places.passing import passing

__all__ = ["SURE", "Candidate", "Located", "Place", "locate", "parse", "passing"]
