"""The words between names in what callers say: what joins two streets, what leads to one, what takes back another; folded."""
# ruff: noqa: E501, SIM905  (lists of words are read and edited as text)

from __future__ import annotations

from ivr.places.names import DIRECTIONS, KINDS, SPANISH_KINDS

HEARD_DIRECTIONS = DIRECTIONS | {"nort": "North", "sout": "South", "ist": "East", "wes": "West", "oueste": "West"}
"""With what a recogniser makes of an accent."""
HEARD_KINDS = KINDS | {
    "wrote": "Road", "rode": "Road", "rowed": "Road", "roud": "Road", "streets": "Street", "strit": "Street", "estrit": "Street", "avenues": "Avenue", "avenu": "Avenue",
    "aveniu": "Avenue", "abeniu": "Avenue", "avenida": "Avenue", "lain": "Lane", "laine": "Lane", "lein": "Lane", "plaza": "Plaza", "bulevar": "Boulevard", "draiv": "Drive",
    "plaice": "Place", "allee": "Alley", "ally": "Alley", "path": "Path", "pass": "Pass", "tunnel": "Tunnel", "driveway": "Driveway",
}  # fmt: skip
"""Kinds of street after a name, as said and as misheard."""
LEADING_KINDS = SPANISH_KINDS
"""Kinds of street before a name: “la calle Charles”."""

JOINTS = frozenset(
    (
        "and & @ at by meets meet crosses cross crossing crossed intersects intersect intersecting hits hit near "
        "off corner intersection where runs into y e con esquina cruce cruza cruzan cruzando junto donde "
        "intersecta interseccion encuentra"
    ).split()
)
"""Words that may stand between the two streets of a corner."""
SURE_JOINTS = frozenset(
    ["corner", "intersection", "meets", "crosses", "intersects", "esquina", "interseccion", "cruce", "cruza", "cruzan"]
)
"""Where one of these is said, a corner is meant."""
BETWEEN_JOINTS = JOINTS | frozenset(
    (
        "right there the of you la el las los calle calles avenida se in on it up down right just exactly street "
        "a de lado al over over there that"
    ).split()
)
"""All that may stand between two streets of a corner, beside a joint."""
BEFORE_STREET = frozenset(
    (
        "block blocks bloque of on over down up the de del en sobre cuadra calle avenida al por in at number numero is es hundred"
    ).split()
)
BEFORE_STREET_ES = BEFORE_STREET | frozenset(["la", "el", "los", "las"])
"""What may stand between a house number and its street."""
BEFORE_NUMBER = frozenset(
    "number numero num no con al el la en at the house casa block bloque cuadra in es is its de altura a".split()
)
"""What may stand between a street and the house number after it."""
BLOCK_WORDS = frozenset(["block", "blocks", "bloque", "cuadra"])
LEADS = frozenset(
    (
        "on of at and y e con de del la el las los calle avenida en sobre the by by near off corner esquina "
        "between entre to from along down up off and & @ frente across behind past in meets crosses cruza where "
        "donde along a al por cerca is its it es number hasta desde i said mean dije hits hit"
    ).split()
)
"""Words a street's name, well heard or not, comes after."""
STRETCH = {
    "between": ("and",),
    "entre": ("y", "e", "and"),
    "from": ("to", "and"),
    "de": ("a",),
    "desde": ("hasta", "a"),
}
"""“on X between A and B”, “X from A to B”: what opens a stretch, and what stands between its ends."""
IN = frozenset(
    (
        "in en de near cerca neighborhood neighbourhood barrio over around all todo toda acá aca area vecindario "
        "colonia zona from up down"
    ).split()
)
"""Words a neighborhood or a town comes after."""
ON = frozenset(["on", "sobre", "along", "calle"])
TOLD_ON = frozenset(
    [("on",), ("along",), ("sobre",), ("en", "la"), ("por", "la"), ("de", "la"), ("calle",), ("down", "on")]
)
"""What makes a street of the name after it, in a sentence that is not about where."""
IN_TOWN = frozenset([("in",), ("en",)])
"""Words a town comes after that something lies in; “from Towson” tells where a caller lives."""
LIVING = frozenset("live lives living work works stay staying from vivo vive trabajo soy desde".split())
"""Words near a town that tell of the caller and not of what they call about."""
SIGHTS = frozenset(
    (
        "front outside across behind past frente afuera entrada detras market library hospital station stadium "
        "museum theater theatre mall hall aquarium school church store shop bank bar restaurant mercado "
        "biblioteca estacion estadio museo teatro escuela iglesia tienda banco edificio building tower apartments "
        "monument college university cemetery pool rec center gas"
    ).split()
)
"""Words of a spot within a neighborhood: who says one means more than the neighborhood."""
TOWN_TAILS = frozenset(
    ["county", "md", "maryland", "d", "condado", "city", "dc", "virginia", "pennsylvania", "delaware"]
)
CORRECTIONS = {
    "en": ("no wait", "wait no", "no i mean", "no i meant", "i mean", "i meant", "scratch that", "make that", "no sorry", "sorry no", "correction", "excuse me", "actually no", "no actually", "my bad", "let me correct that", "no its", "no it is", "rather"),
    "es": ("no espere", "espere no", "no esperese", "esperese no", "no espereme", "espereme no", "no esperate", "esperate no", "no perdon", "perdon no", "quiero decir", "quise decir", "mejor dicho", "digo", "no digo", "perdon", "me equivoque", "corrijo", "no mentira", "mentira", "no es", "mas bien"),
}  # fmt: skip
"""What takes back what was said before it."""
NOT = {"en": ("not", "isnt", "aint", "wasnt"), "es": ("no", "ni")}
"""“Charles, not Charleston”, “Charles, no Charleston”: the name after it is not meant."""
UNITS = frozenset("apartment apt unit suite floor room apartamento apto departamento depto piso cuarto".split())
IN_NAMES = frozenset(
    "park old new light water hill church school bridge market station house front tree little big lake".split()
)
"""Words of every day that many names of more words hold."""
INSIDE = frozenset("a la le el you u mc mac o de al the san santa saint st van mon".split())
"""Little words a misheard name may begin with: “mc elder”, “saint el mo”, “a bell”."""
ORDINARY = frozenset(
    (
        "a i the an is are was it its this that thats whats there theres here my your our his her their them they he she we "
        "you u to of for from in on at by with without and or but so not no yes if when what who how why where "
        "which out off up down over under all any some been be have has had do does did done get got go going "
        "gone come coming came put keep keeps see need know knows think want tell told said say says right left "
        "just still really very too again ever never always every each other another one ones brown tap wall fence curb gutter roof porch garage basement thing things whole "
        "half near next front back behind across side around between along past until since before after because "
        "about into onto like day days week weeks month months year years hour hours minute minutes morning night "
        "today yesterday tomorrow now ago time times people person man men woman lady guy kid kids car cars truck "
        "trucks dog dogs cat rat rats trash garbage can cans bag bags tire tires tree trees limb branch wire "
        "wires pole poles light lights lamp sign signs water sewer drain hole holes pothole crack road roads "
        "street streets avenue corner block blocks alley alleys sidewalk yard house houses home homes building "
        "apartment sorry read file record brick door window floor room store gas station school church bus stop lot park hospital library "
        "market bridge big little old new bad good broken busted blocking blocked dumped left dead live living "
        "somebody someone nobody something everything please thanks thank hello hi sir maam mister um uh well "
        "okay ok yeah hon look looking need call called calling address number place neighborhood city town area dollars dollar bucks cents feet foot inches inch percent miles mile yards pounds floors units stories degrees went wheel wheels line lines care bill bills "
        "el la los las un una unos unas lo al del de en y o u que es esta estan son era hay habia fue ser estar "
        "tengo tiene tienen hace hacen mi mis su sus tu por para con sin sobre entre hasta desde muy mas menos ya "
        "no si se me te le nos les yo ella ellos aqui ahi alli alla aca donde cuando como porque pero pues este "
        "esa ese eso esos esas esta bueno oiga mire dia dias semana semanas mes meses ano anos hora horas noche "
        "ayer hoy manana casa casas calle calles cuadra esquina avenida lado frente atras tienda iglesia escuela "
        "parque perro perros gato rata ratas basura basurero carro carros arbol luz luces agua hoyo bache hueco "
        "poste semaforo senal banqueta acera callejon llanta llantas alguien nadie gente senora senor vivo vive "
        "direccion numero lugar barrio ciudad botaron tiraron cayo lineas linea dolares dolar pesos pies metros veces roto rota muerto muerta"
    ).split()
)
"""Words of every day: never a misheard name by themselves."""
