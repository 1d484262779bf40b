"""A vehicle as it is described: make, model, kind and colour, out of the caller's own words, which are kept beside."""
# ruff: noqa: E501  (words are read and edited a line each)

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from ivr.flow.spoken import LONGEST, fold, tokens

_MODELS: Mapping[str, str] = {
    "Acura": "integra|tl|tlx|mdx|rdx",
    "Audi": "a3|a4|a6|q3|q5|q7",
    "BMW": "x1|x3|x5|beamer|beemer|bimmer",
    "Buick": "lesabre|le sabre|century|regal|enclave|encore|lacrosse|roadmaster",
    "Cadillac": "escalade|deville|de ville|cts|srx|seville|eldorado",
    "Chevrolet": "impala|malibu|silverado|tahoe|suburban|cruze|equinox|traverse|camaro|corvette|cobalt|express van|"
    "astro van|blazer|trailblazer|colorado|monte carlo|caprice|cavalier|trax|uplander|venture",
    "Chrysler": "three hundred|town and country|pacifica|sebring|pt cruiser|concorde",
    "Dodge": "charger|challenger|caravan|grand caravan|durango|neon|avenger|journey|dart|dakota|magnum|stratus|intrepid",
    "Ford": "f one fifty|f 150|f150|efe ciento cincuenta|f two fifty|f 250|explorer|escape|focus|fusion|taurus|mustang|"
    "expedition|econoline|crown victoria|crown vic|ranger|edge|transit|bronco|windstar|freestar|fiesta|maverick",
    "GMC": "sierra|yukon|acadia|terrain|envoy|savana|canyon",
    "Honda": "accord|civic|cr v|crv|odyssey|pilot|element|ridgeline|hr v|hrv|insight|prelude|passport",
    "Hyundai": "elantra|sonata|santa fe|tucson|accent|kona|palisade|veloster|genesis",
    "Infiniti": "g35|g37|q50|qx60",
    "Jeep": "wrangler|cherokee|grand cherokee|liberty|compass|renegade|gladiator",
    "Kia": "optima|soul|sorento|sportage|forte|rio|telluride|sedona|seltos|k5",
    "Lexus": "es 300|es 350|rx 300|rx 350|is 250",
    "Lincoln": "town car|navigator|continental|mkz|aviator",
    "Mazda": "miata|cx five|cx 5|protege",
    "Mercedes-Benz": "c class|e class|s class|sprinter|c 300",
    "Mercury": "grand marquis|sable|mountaineer|milan",
    "Mitsubishi": "lancer|outlander|eclipse|galant|mirage",
    "Nissan": "altima|sentra|maxima|rogue|pathfinder|versa|murano|frontier|xterra|quest|armada|titan|juke|kicks",
    "Pontiac": "grand am|grand prix|bonneville|vibe|firebird|g6",
    "Ram": "ram fifteen hundred|ram 1500|ram twenty five hundred|promaster",
    "Saturn": "vue|ion|sl2",
    "Subaru": "outback|forester|impreza|legacy|crosstrek|wrx",
    "Tesla": "model 3|model three|model y|model s|model x|cybertruck",
    "Toyota": "camry|corolla|rav4|rav four|rav 4|highlander|sienna|prius|tacoma|tundra|4runner|four runner|avalon|"
    "sequoia|yaris|scion|echo|solara",
    "Volkswagen": "jetta|passat|golf|beetle|tiguan|atlas|vocho",
    "Volvo": "s60|xc90|xc60|v70",
}
_MAKES: Mapping[str, str] = {
    **{make.lower().replace("-", " "): make for make in _MODELS},
    **{
        "chevy": "Chevrolet",
        "chevi": "Chevrolet",
        "chevie": "Chevrolet",
        "chevrole": "Chevrolet",
        "chrystler": "Chrysler",
    },
    **{
        "mercedes": "Mercedes-Benz",
        "benz": "Mercedes-Benz",
        "vw": "Volkswagen",
        "caddy": "Cadillac",
        "caddie": "Cadillac",
    },
    **{"b m w": "BMW", "v w": "Volkswagen", "g m c": "GMC", "key a": "Kia", "hundai": "Hyundai", "hyunday": "Hyundai"},
    **{
        "toyoda": "Toyota",
        "infinity": "Infiniti",
        "lexis": "Lexus",
        "nisan": "Nissan",
        "masda": "Mazda",
        "yip": "Jeep",
    },
    **{
        "freightliner": "Freightliner",
        "isuzu": "Isuzu",
        "harley": "Harley-Davidson",
        "harley davidson": "Harley-Davidson",
    },
    **{"yamaha": "Yamaha", "kawasaki": "Kawasaki", "suzuki": "Suzuki", "vespa": "Vespa", "mini cooper": "Mini"},
    **{"oldsmobile": "Oldsmobile", "plymouth": "Plymouth", "land rover": "Land Rover", "range rover": "Land Rover"},
    **{"porsche": "Porsche", "jaguar": "Jaguar", "fiat": "Fiat", "saab": "Saab", "u haul": "U-Haul", "uhaul": "U-Haul"},
}
_COLORS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "black": "black", "white": "white", "silver": "silver", "gray": "gray|grey|charcoal|gunmetal",
        "red": "red|maroon|burgundy|cherry", "blue": "blue|navy|teal|turquoise", "green": "green|olive",
        "gold": "gold|champagne", "tan": "tan|beige|cream|ivory", "brown": "brown|bronze", "yellow": "yellow",
        "orange": "orange", "purple": "purple|violet|plum", "pink": "pink",
    },
    "es": {
        "black": "negro|negra|prieto", "white": "blanco|blanca", "silver": "plateado|plateada|plata|color plata",
        "gray": "gris|plomo", "red": "rojo|roja|colorado|vino|guinda|granate", "blue": "azul|celeste|azul marino",
        "green": "verde", "gold": "dorado|dorada|champan", "tan": "beige|crema|arena",
        "brown": "cafe|marron|chocolate|bronce", "yellow": "amarillo|amarilla", "orange": "naranja|anaranjado|anaranjada",
        "purple": "morado|morada|violeta", "pink": "rosa|rosado|rosada",
    },
}  # fmt: skip
_KINDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "motorcycle": "motorcycle|motorbike|moped|scooter|dirt bike", "trailer": "trailer", "boat": "boat",
        "bus": "bus|school bus", "rv": "rv|r v|camper|motor home|motorhome|winnebago", "box truck": "box truck|moving truck",
        "pickup": "pickup|pick up|pickup truck|pick up truck", "minivan": "minivan|mini van", "van": "van|cargo van|work van",
        "suv": "suv|s u v|jeep", "truck": "truck|dump truck|tow truck", "hatchback": "hatchback", "wagon": "station wagon|wagon",
        "convertible": "convertible|drop top", "coupe": "coupe|two door", "sedan": "sedan|four door", "car": "car|automobile|auto",
    },
    "es": {
        "motorcycle": "moto|motocicleta|motoneta|motora|pasola", "trailer": "remolque|trailer|traila|troquita de remolque",
        "boat": "bote|lancha", "bus": "autobus|bus|camion escolar", "rv": "casa rodante|camper", "pickup": "pickup|picop|troca|troka",
        "minivan": "minivan|mini van", "van": "van|vagoneta|guagua de carga|furgoneta", "suv": "suv|camioneta|guagua|yipeta",
        "truck": "camion|troque", "convertible": "convertible", "sedan": "sedan|cuatro puertas", "car": "carro|coche|auto|automovil",
    },
}  # fmt: skip
_NAMES = frozenset(
    "focus soul journey edge escape liberty compass pilot element quest golf colorado".split()  # noqa: SIM905
)
"""Models that are words of their own, “a golf cart”, “un carro colorado”: only beside their make."""
_YEAR = re.compile(r"\b(19[6-9]\d|20[0-3]\d)\b")


@dataclass(frozen=True, slots=True)
class Vehicle:
    """What is known of it, each None when it was not said; colour and kind in English, whatever the language.

    said: the caller's own words, to be kept with it. color_said, kind_said: theirs for colour and kind, as they were
    spelled: “azul”, “pickup truck”.
    """

    said: str
    make: str | None = None
    model: str | None = None
    color: str | None = None
    kind: str | None = None
    year: int | None = None
    color_said: str | None = None
    kind_said: str | None = None


def read(text: str, language: str) -> Vehicle | None:
    """The vehicle in a text; None when neither make, model, kind nor colour is named."""
    folded = fold(text)
    make = _first(_makes(), folded)[1]
    model_said, model_make = _first(_models(), folded)
    if make is None and model_said in _NAMES:
        model_said, model_make = None, None
    if make and model_make not in (None, make):  # “a Honda parked by the escape”
        model_said = None
    color_said, color = _first(_words("color", language), folded)
    kind_said, kind = _first(_words("kind", language), folded)
    if not (make or model_make or color or kind):
        return None
    year = _YEAR.search(folded)
    model = model_said.title() if model_said else None
    return Vehicle(
        text[:LONGEST],
        make or model_make,
        model,
        color,
        kind,
        int(year[0]) if year else None,
        _spelled(text, folded, color_said),
        _spelled(text, folded, kind_said),
    )


def _spelled(text: str, folded: str, phrase: str | None) -> str | None:
    """A phrase of the folded text as it stands in the text, with its accents."""
    if phrase is None:
        return None
    before = re.split(rf"\b{re.escape(phrase)}\b", folded, maxsplit=1)[0].count(" ")
    found = tokens(text)[before : before + phrase.count(" ") + 1]
    return text[found[0].start : found[-1].end].lower()


def _first(table: tuple[re.Pattern[str], Mapping[str, str]], folded: str) -> tuple[str | None, str | None]:
    """(the words, what they stand for) of the first phrase of a table that is said."""
    match = table[0].search(folded)
    return (match[0], table[1][match[0]]) if match else (None, None)


def _table(known: Mapping[str, str]) -> tuple[re.Pattern[str], Mapping[str, str]]:
    longest_first = sorted(known, key=lambda phrase: (-len(phrase), phrase))
    return re.compile(r"\b(?:" + "|".join(map(re.escape, longest_first)) + r")\b"), known


@lru_cache(maxsize=1)
def _makes() -> tuple[re.Pattern[str], Mapping[str, str]]:
    return _table(_MAKES)


@lru_cache(maxsize=1)
def _models() -> tuple[re.Pattern[str], Mapping[str, str]]:
    return _table({model: make for make, models in _MODELS.items() for model in models.split("|")})


@lru_cache(maxsize=8)
def _words(what: str, language: str) -> tuple[re.Pattern[str], Mapping[str, str]]:
    tables = _COLORS if what == "color" else _KINDS
    known = tables.get(language, tables["en"])
    return _table({phrase: name for name, phrases in known.items() for phrase in phrases.split("|")})
