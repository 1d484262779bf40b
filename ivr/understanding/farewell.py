"""A goodbye with its reason: “no that's all, I have to catch my bus”, “my baby's crying, I gotta go”, “bye bye now”.

The reason is no answer, and no sign of danger: it is taken off the end, so that what is left can be understood.
"""
# ruff: noqa: E501  (phrases are read and edited a line each)

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ivr.understanding.pattern import compile_pattern
from ivr.understanding.patterns import Patterns
from ivr.understanding.saying import POLITE

SHORT = 24
"""Words up to which a goodbye is looked for: more are a story, whatever its end."""

_EN_KIN = "(kid|kids|child|children|baby|son|daughter|grandson|granddaughter|grandkids|grandbabies|wife|husband|mother|mom|boss|ride|babys|sons|daughters|wifes|husbands|moms)"
_EN_RIDE = "(bus|train|ride|flight|cab|taxi|uber|lyft|metro|subway|light rail|stop)"
_ES_KIN = "(hijo|hija|hijos|hijas|nino|nina|ninos|ninas|bebe|nieto|nieta|nietos|esposo|esposa|mama|jefe|jefa)"
_ES_RIDE = "(bus|autobus|camion|guagua|tren|metro|taxi|uber|vuelo|ride)"

_LEAVING = {
    "en": (
        "[i|we|well i|and i|but i|so i|because i|cause i] (have to|have got to|got to|need to|must|better) (go|run|leave|hang up|get going|head out|get off [the|this] phone|get back to work|get to work|go to work) [now|right now|real quick]",
        f"[i|we|well i|and i|but i|so i|because i|cause i] (have to|have got to|got to|need to|must|better) [go] (catch|get|make|take|get on) (my|the|a|this) {_EN_RIDE}",
        f"[i|we|well i|and i|but i|so i|because i|cause i] (have to|have got to|got to|need to|must|better) [go] (pick up|get|feed|see to) (my|the) {_EN_KIN} [up] [from (school|daycare|work)]",
        "let me (go|run|get going|get off [the|this] phone|let you go)",
        "(i am|i) (leaving|late|running late|at work|driving|out of minutes|on my break) [now|for work]",
    ),
    "es": (
        "[ya|pero|porque|y|es que] [yo] (me tengo que|tengo que|debo|necesito|hay que) (ir|irme|colgar|salir|correr|trabajar|ir a trabajar|ir al trabajo|irme al trabajo) [ya|ahora|ahorita]",
        f"[ya|pero|porque|y|es que] [yo] (me tengo que|tengo que|debo|necesito) [ir a] (agarrar|tomar|coger|alcanzar|subir a) (el|mi|la|un) {_ES_RIDE}",
        f"[ya|pero|porque|y|es que] [yo] (tengo que|debo|necesito|voy a) [ir a|ir por] (recoger|buscar|atender) (a|al|a la|a los|a mi|a mis|mi|mis|el|los) {_ES_KIN}",
        "(ya me voy|me voy|ya voy a colgar|ya cuelgo|voy tarde|voy manejando|estoy en el trabajo|se me hace tarde)",
    ),
}
_REASONS = {
    "en": (
        f"[because|cause|and|so] (my|the) {_EN_RIDE} (is [right] (here|coming|outside|pulling up|now|leaving)|just (came|pulled up)|came|pulled up)",
        f"[because|cause|and|so] (my|the) {_EN_KIN} [is|are] (crying|calling [me]|waiting [on me|for me|outside]|here|up|awake|hungry|outside|home)",
        "[because|cause|and|so] (my|the) (food|dinner|pot|phone|battery|break|lunch|minutes) (is|are) [about to] (ready|boiling|ringing|dying|die|dead|burning up|over|up|running out|done|getting cold)",
    ),
    "es": (
        f"[porque|y|que|es que] [ya|ahi] (llego|llega|viene|esta|va a llegar) (el|mi) {_ES_RIDE}",
        f"[porque|y|que|es que] [ya|ahi] (mi|el|la|los|mis) {_ES_KIN} (esta|estan) (llorando|esperando|esperandome|llamando|llamandome|aqui|afuera)",
        "[porque|y|que|es que] (se me|me) (acaba|esta acabando|quedo sin) [la|el] (bateria|pila|saldo|tiempo)",
    ),
}
_CLOSINGS = {
    "en": (
        "(bye|bye bye|goodbye|good bye) [now|bye|then|baby|honey|hon|dear|sweetheart]",
        "[and] [you] [all|too] [you] have a (good|great|nice|blessed|wonderful|lovely) (day|one|night|evening|afternoon|morning|weekend) [now]",
        "[and] (god bless [you]|take care [now|of yourself]|be blessed|talk to you later)",
    ),
    "es": (
        "(adios|chao|hasta luego|bye|bye bye|nos vemos)",
        "[y] que (tenga|pase|le vaya) [un|una] (buen|buena|buenas|bien|bonito|lindo) [dia|tarde|tardes|noche|noches]",
        "[y] (dios (lo|la|le) bendiga|que dios (lo|la|le) bendiga|cuidese)",
    ),
}
_SOLVED = {
    "en": (
        "(never mind|nevermind|forget it) [i] (figured it out|got it|found it|know now|got my answer|see it now)",
        "(never mind|nevermind|forget it) (they|he|she) [just] (fixed it|came|are here|is here|got it|did it)",
        "(never mind|nevermind|forget it) it (is fixed|got fixed|is (working|back on|gone) [now]|came back on)",
    ),
    "es": (
        "(olvidelo|olvidalo|no importa|dejelo) ya (lo encontre|entendi|lo arreglaron|se arreglo|vinieron|llegaron|funciona)",
    ),
}


@dataclass(frozen=True, slots=True)
class Farewell:
    """rest: what was said before the goodbye. leaving: whether it says that the caller goes, and does not only close."""

    rest: tuple[str, ...]
    leaving: bool


@lru_cache(maxsize=16)
def _patterns(language: str, which: str) -> Patterns:
    kinds: Mapping[str, Mapping[str, tuple[str, ...]]] = {
        "leaving": _LEAVING,
        "reasons": _REASONS,
        "closings": _CLOSINGS,
        "solved": _SOLVED,
    }
    return Patterns(compile_pattern(phrase) for phrase in kinds[which].get(language, kinds[which]["en"]))


def heard(said: Sequence[str], language: str) -> Farewell | None:
    """The goodbye at the end of these plain words, and what came before it; None: there is none, or they are a story."""
    if len(said) > SHORT or _SIGNS.isdisjoint(said):
        return None
    found = ((at, _to_the_end(said, at, language)) for at in range(len(said)))
    at, kinds = next(((at, kinds) for at, kinds in found if kinds), (0, frozenset()))
    if not kinds:
        return None
    while at and said[at - 1] in _BETWEEN:
        at -= 1
    return Farewell(tuple(said[:at]), not kinds.isdisjoint(("leaving", "solved")))


def _to_the_end(said: Sequence[str], at: int, language: str) -> frozenset[str]:
    """What kinds of phrases fill all that is said from here on, politeness between them; none: something else is in it."""
    kinds: set[str] = set()
    while at < len(said):
        ends = {
            which: _patterns(language, which).reach(said, at) for which in ("leaving", "reasons", "closings", "solved")
        }
        which = max(ends, key=lambda kind: ends[kind])
        if ends[which] > at:
            kinds.add(which)
            at = ends[which]
        elif said[at] in _BETWEEN and kinds:
            at += 1
        else:
            return frozenset()
    return frozenset(kinds)


_SIGNS = frozenset(
    """go run leave hang catch get make take pick feed leaving late driving break bus bye goodbye day night blessed bless care
    have phone battery kid kids baby later figured fixed found now came back work ir irme colgar salir correr voy cuelgo
    tengo debo necesito llego viene bateria pila saldo adios chao luego vemos tenga pase vaya bendiga cuidese ya""".split()  # noqa: SIM905
)
"""One of these is in every goodbye that has a reason; most of what is said has none."""
_ALSO = "you and y so much very muchas i am sorry lo siento honey hon baby dear sweetheart joven"
_BETWEEN = POLITE | frozenset(_ALSO.split())
"""Words that change nothing about a goodbye."""
