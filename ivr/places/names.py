"""The words of streets: directions, kinds of street, words around a place; English and Spanish, folded."""
# ruff: noqa: E501, SIM905  (lists of words are read and edited as text, a phrase on one line)

from __future__ import annotations

import re

from ivr.flow.spoken import MURMURS

DIRECTIONS = {
    "north": "North", "south": "South", "east": "East", "west": "West", "n": "North", "s": "South", "e": "East", "w": "West",
    "northeast": "Northeast", "northwest": "Northwest", "southeast": "Southeast", "southwest": "Southwest",
    "norte": "North", "sur": "South", "este": "East", "oeste": "West",
}  # fmt: skip
KINDS = {
    "street": "Street", "st": "Street", "str": "Street", "avenue": "Avenue", "ave": "Avenue", "av": "Avenue", "road": "Road", "rd": "Road",
    "boulevard": "Boulevard", "blvd": "Boulevard", "drive": "Drive", "dr": "Drive", "lane": "Lane", "ln": "Lane", "court": "Court", "ct": "Court",
    "place": "Place", "pl": "Place", "way": "Way", "terrace": "Terrace", "ter": "Terrace", "circle": "Circle", "cir": "Circle", "alley": "Alley",
    "highway": "Highway", "hwy": "Highway", "parkway": "Parkway", "pkwy": "Parkway", "square": "Square", "sq": "Square", "row": "Row",
    "pike": "Pike", "turnpike": "Turnpike", "bypass": "Bypass", "expressway": "Expressway", "walk": "Walk", "garth": "Garth", "mews": "Mews", "trail": "Trail",
}  # fmt: skip
SPANISH_KINDS = {
    "calle": "Street", "avenida": "Avenue", "ave": "Avenue", "av": "Avenue", "bulevar": "Boulevard", "boulevard": "Boulevard", "camino": "Road",
    "carretera": "Highway", "callejon": "Alley", "plaza": "Square", "paseo": "Drive",
}  # fmt: skip

ENGLISH_FRAMES = (
    "it is at the corner of", "it is on the corner of", "on the corner of", "at the corner of", "the corner of", "corner of", "at the intersection of", "on the intersection of",
    "the intersection of", "intersection of", "it is at", "its at", "it is on", "its on", "it is in", "its in", "it is", "its", "i am at", "im at", "i am on", "im on", "i live at", "i live on", "i live in", "we live at", "we are at", "we are on",
    "the address is", "my address is", "address is", "that would be", "that is", "thats", "it would be", "it happened at", "it happened on", "right in front of", "in front of", "right by", "right at", "right near", "just past", "right next to", "right on",
    "near", "next to", "next door to", "across the street from", "across from", "the alley behind", "in the alley behind", "behind", "outside of", "outside", "close to", "by", "around", "over at", "over on", "over by", "down at", "down on", "up on", "up at",
    "at", "on", "in the", "in", "the street is", "well", "um", "uh", "oh", "yeah", "yes", "ok", "okay", "so", "hi", "hello", "like", "say", "sure", "i think it is", "i think its", "i think", "probably", "maybe", "along", "off of", "off", "from",
)  # fmt: skip
SPANISH_FRAMES = (
    "esta en la esquina de", "en la esquina de", "la esquina de", "esquina de", "esquina", "en la interseccion de", "la interseccion de", "interseccion de", "esta en la", "esta en el", "esta en", "es en la", "es en el", "es en", "es la", "es el", "es",
    "estoy en la", "estoy en el", "estoy en", "vivo en la", "vivo en el", "vivo en", "la direccion es", "mi direccion es", "direccion", "queda en la", "queda en el", "queda en", "fue en la", "fue en", "enfrente de la", "enfrente del", "enfrente de", "frente a la", "frente al", "frente a",
    "cerca de la", "cerca del", "cerca de", "al lado de la", "al lado del", "al lado de", "junto a la", "junto al", "junto a", "detras de la", "detras del", "detras de", "atras de la", "atras del", "atras de", "afuera de", "por la", "por el", "por", "sobre la", "sobre",
    "en la", "en el", "en", "pues", "este", "bueno", "si", "aqui en", "aqui", "creo que es", "a la altura de", "numero", "el numero", "hola", "la", "el",
)  # fmt: skip

TAILS = {
    "en": ("baltimore city", "baltimore maryland", "baltimore", "maryland", "md", "please", "thanks", "thank you", "right there", "over there", "i think", "here", "usa", "in baltimore", "in baltimore city", "in baltimore maryland"),
    "es": ("baltimore maryland", "en baltimore", "baltimore", "maryland", "md", "por favor", "gracias", "creo", "aqui", "ciudad de baltimore"),
}  # fmt: skip
UNKNOWN = {
    "en": (
        "no idea", "i have no idea", "im lost", "i am lost", "unknown", "skip", "dunno", "i dunno", "i could not tell you", "i couldnt tell you",
    ),
    "es": ("quien sabe", "ni idea", "no tengo idea", "estoy perdido", "estoy perdida", "desconozco"),
}  # fmt: skip
"""What callers say who do not know where they are, in whole."""
NOT_KNOWING = {
    "en": re.compile(
        r"(?:(?:i|im|i am|id|sorry|honestly) )*(?:really )?(?:do not|dont|cannot|can not|cant|could not|couldnt|am not|not|never) (?:really |even |quite |too )?"
        r"(?:know|have|remember|recall|sure|certain|see|find|tell you|tell|say|got)(?: (?:of|about|what|the|that|it|its|an|a|any|my|exact|exactly|actual|house|building|street|block|cross|zip|code|number|address|name|location|place|is|was|i|am|im|where|here|this|at|on|for|sure|right|now))*"
    ),
    "es": re.compile(
        r"(?:(?:la verdad|pues|ay|es que|yo) )*no (?:me |lo |la |le |te )*(?:se|tengo|recuerdo|acuerdo|sabria|conozco|veo|encuentro|estoy segur[oa])"
        r"(?: (?:de|del|el|la|lo|que|cual|es|numero|direccion|calle|casa|cuadra|nombre|exacta|exacto|exactamente|bien|donde|estoy|decirle|decir|su|mi|aqui|ahora|ahorita|a|mano))*"
    ),
}  # fmt: skip
"""“I don't have the number”, “no me sé la dirección exacta”; each word is looked at once."""
NO_PLACE = MURMURS | frozenset(
    "yes yeah yep no nope nah ok okay well so oh right sure please hello hi si claro bueno pues este no hola gracias number numero address direccion".split()
)
"""Words that name no place alone or together."""

NOT_A_NAME = frozenset(
    "the a an is are was has have there theres that this it its my your our his her their between and at near by of in on to from with for but about like days "
    "weeks months years feet am pm oclock people cars minutes hours percent times it hay esta que es son se mi su hace dias semanas meses anos o or y con de numero num".split()
)
LANDMARKS = frozenset(
    "school church park library station hospital store market mall center centre playground pool stadium bridge bank restaurant bar shop stop lot lots building "
    "apartments tower towers university college museum cemetery harbor field gas pizza deli pharmacy laundromat escuela iglesia parque biblioteca estacion hospital tienda mercado puente banco "
    "restaurante bar farmacia edificio apartamentos estadio universidad museo cementerio lavanderia parada gasolinera house casa".split()
)

JOINTS = {
    "en": tuple(tuple(j.split()) for j in ("and", "&", "@", "at the corner of", "at", "crosses", "meets", "by", "off of", "intersects", "near")),
    "es": tuple(tuple(j.split()) for j in ("esquina con la", "esquina con", "esquina", "y la", "y el", "y", "e", "con la", "con el", "con", "and", "&", "@")),
}  # fmt: skip
"""What joins the two streets of a crossing, the surest first."""
MARKERS = frozenset(
    {"corner", "intersection", "esquina", "interseccion", "cruce", "meets", "crosses", "donde", "where"}
)
LEADS = frozenset(
    "where the la el de of corner intersection donde se cruzan cruza juntan entre between esquina interseccion cruce en both at on".split()
)
"""Words before the first street of a crossing."""
