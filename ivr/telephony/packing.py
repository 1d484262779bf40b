"""State ⇄ few bytes: a msgpack array; a long one is compressed with a dictionary of words it is likely to hold.

Calls in progress carry what an older release packed: fields are only ever added to the array's end, with a default.
"""

from __future__ import annotations

import zlib
from typing import get_args

import msgspec

from ivr.flow.state import Frame, Part, Phase, Sought, State
from ivr.telephony.dictionary import DICTIONARY

INFLATED = 65_536
# zlib lets go of the interpreter's lock, and under load that costs a turn more than all the rest of sealing. A state of
# this size makes an address of under 1,400 characters; what Twilio signs of such a turn stays under 2,048, from where
# on hashing lets go of the lock as well. Only longer ones are worth it.
SHORT = 1_000
_PLAIN, _SQUEEZED = b"\0", b"\1"
_PHASES: tuple[Phase, ...] = get_args(Phase)


class Unpackable(Exception):
    """These bytes are no packed state."""


class _Packed(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """State by position."""

    version: int | str = ""
    at: str = ""
    index: int = 0
    phase: int = 0
    language: str = "en"
    slots: dict[str, str] = {}
    frames: tuple[tuple[str, int, bool], ...] = ()
    silences: int = 0
    misses: int = 0
    pending: str = ""
    started: int = 0
    turns: int = 0
    filed: int = 0
    history: tuple[str, ...] = ()
    doubt: tuple[tuple[str, ...], tuple[str, ...], tuple[str, str, int] | None] | None = None
    told: str = ""
    waiting: tuple[tuple[int, int, bool, bool] | None, int] | None = None


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(_Packed).decode


def pack(state: State) -> bytes:
    """The state in few bytes, always the same for the same state."""
    packed = _Packed(
        _short_version(state.version),
        state.at,
        state.index,
        _PHASES.index(state.phase),
        state.language,
        dict(state.slots),
        tuple((frame.at, frame.index, frame.then == "ask") for frame in state.frames),
        state.silences,
        state.misses,
        state.pending,
        state.started,
        state.turns,
        state.filed,
        state.history,
        _doubt(state),
        state.told,
        _waiting(state),
    )
    data = _encode(packed)
    return _PLAIN + data if len(data) <= SHORT else _SQUEEZED + _deflate(data)


def _doubt(state: State) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, str, int] | None] | None:
    """offered, passing and part, which are empty in most turns: one byte then."""
    part = (state.part.ask, state.part.said, state.part.times) if state.part else None
    return (state.offered, state.passing, part) if state.offered or state.passing or part else None


def _waiting(state: State) -> tuple[tuple[int, int, bool, bool] | None, int] | None:
    """sought and idle, for the few calls in which somebody waits, or has waited."""
    person = state.sought
    sought = (person.turn, person.since, person.told, person.by_line) if person else None
    return (sought, state.idle) if sought or state.idle else None


def _deflate(data: bytes) -> bytes:
    squeeze = zlib.compressobj(6, zlib.DEFLATED, -15, 8, zlib.Z_DEFAULT_STRATEGY, DICTIONARY)
    return squeeze.compress(data) + squeeze.flush()


def unpack(data: bytes) -> State:
    """The state packed before. Unpackable: not made by `pack`, or more than INFLATED bytes when unpacked."""
    try:
        packed = _decode(data[1:] if data[:1] == _PLAIN else _inflate(data[1:]))
        phase = _PHASES[packed.phase]
    except (zlib.error, msgspec.DecodeError, IndexError) as error:
        raise Unpackable from error
    version = packed.version
    offered, passing, part = packed.doubt or ((), (), None)
    sought, idle = packed.waiting or (None, 0)
    return State(
        version=version if isinstance(version, str) else f"{version:012x}",
        at=packed.at,
        index=packed.index,
        phase=phase,
        language=packed.language,
        slots=packed.slots,
        frames=tuple(Frame(at, index, "ask" if ask else "next") for at, index, ask in packed.frames),
        silences=packed.silences,
        misses=packed.misses,
        pending=packed.pending,
        started=packed.started,
        turns=packed.turns,
        filed=packed.filed,
        history=packed.history,
        offered=offered,
        passing=passing,
        part=Part(*part) if part else None,
        told=packed.told,
        sought=Sought(*sought) if sought else None,
        idle=idle,
    )


def _inflate(data: bytes) -> bytes:
    spread = zlib.decompressobj(-15, DICTIONARY)
    out = spread.decompress(data, INFLATED)
    if not spread.eof:
        raise Unpackable
    return out


def _short_version(version: str) -> int | str:
    """Twelve hex digits are a number of at most nine bytes; anything else stays as it is."""
    if len(version) != 12:
        return version
    try:
        number = int(version, 16)
    except ValueError:
        return version
    return number if f"{number:012x}" == version else version
