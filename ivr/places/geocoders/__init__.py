"""Other maps than the city's own gazetteer, asked over the network: ArcGIS, Nominatim, Photon behind one protocol.

The only part of `ivr.places` that is not pure: nothing else in it imports this. It is asked only where the gazetteer
does not know, and believed only as far as ivr/places/geocoders/vouching.py says.
"""

from ivr.places.geocoders.asking import Geocoder, GeocoderFailed
from ivr.places.geocoders.choosing import KINDS, geocoder
from ivr.places.geocoders.hits import Hit

__all__ = ["KINDS", "Geocoder", "GeocoderFailed", "Hit", "geocoder"]
