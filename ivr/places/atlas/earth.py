"""Metres on a city's few kilometres of the earth, where a degree has one length."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ivr.places.atlas.arrays import MICRO

Floats = npt.NDArray[np.float64]
METRES = 111_320.0
"""Of one degree of latitude."""


@dataclass(frozen=True, slots=True)
class Plane:
    """A flat map around a latitude: x metres east, y metres north. True to 0.1 % within 50 km."""

    lat: float

    @property
    def across(self) -> float:
        """Metres of one degree of longitude."""
        return METRES * math.cos(math.radians(self.lat))

    def flat(self, micro: npt.NDArray[np.generic]) -> Floats:
        """(n, 2) x, y in metres, of (n, 2) latitude, longitude in millionths."""
        degrees = micro.astype(np.float64) / MICRO
        return np.column_stack((degrees[:, 1] * self.across, degrees[:, 0] * METRES))

    def round(self, x: float, y: float) -> tuple[float, float]:
        """Latitude, longitude of a point in metres, to a millionth of a degree."""
        return round(y / METRES, 6), round(x / self.across, 6)


def lengths(line: Floats) -> Floats:
    """How far along the line each of its points is, in metres: (n,), the first 0."""
    steps = np.hypot(*np.diff(line, axis=0).T)
    return np.concatenate(([0.0], np.cumsum(steps)))


def along(line: Floats, share: float, aside: float) -> tuple[float, float]:
    """The point at this share of the line's length, `aside` metres to its left (negative: right)."""
    far = lengths(line)
    if far[-1] == 0:
        return float(line[0, 0]), float(line[0, 1])
    want = min(max(share, 0.0), 1.0) * far[-1]
    step = min(int(np.searchsorted(far, want, side="right")) - 1, len(line) - 2)
    while far[step + 1] == far[step] and step > 0:
        step -= 1
    (ax, ay), (bx, by) = line[step], line[step + 1]
    reach = math.hypot(bx - ax, by - ay) or 1.0
    part = (want - far[step]) / reach
    x, y = ax + (bx - ax) * part, ay + (by - ay) * part
    return float(x - (by - ay) / reach * aside), float(y + (bx - ax) / reach * aside)


def closest(one: Floats, other: Floats) -> tuple[float, float, float]:
    """(metres, x, y): how near two lines of points come, and where on the first; corners and ends are looked at."""
    best = (math.inf, 0.0, 0.0)
    for line, points, mine in ((one, other, False), (other, one, True)):
        if len(line) < 2:
            line = np.vstack((line, line))
        a, d = line[:-1], np.diff(line, axis=0)
        square = np.maximum((d * d).sum(axis=1), 1e-9)
        share = ((points[:, None, :] - a[None]) * d[None]).sum(axis=2) / square
        foot = a[None] + np.clip(share, 0, 1)[..., None] * d[None]
        gap = np.hypot(*(points[:, None, :] - foot).transpose(2, 0, 1))
        p, s = np.unravel_index(int(gap.argmin()), gap.shape)
        if gap[p, s] < best[0]:
            x, y = points[p] if mine else foot[p, s]
            best = (float(gap[p, s]), float(x), float(y))
    return best


def meeting(one: Floats, other: Floats) -> tuple[float, float] | None:
    """Where two lines of points cross; None: they do not."""
    if len(one) < 2 or len(other) < 2:
        return None
    a, d = one[:-1, None], np.diff(one, axis=0)[:, None]
    b, e = other[None, :-1], np.diff(other, axis=0)[None]
    turn = d[..., 0] * e[..., 1] - d[..., 1] * e[..., 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        s = ((b - a)[..., 0] * e[..., 1] - (b - a)[..., 1] * e[..., 0]) / turn
        t = ((b - a)[..., 0] * d[..., 1] - (b - a)[..., 1] * d[..., 0]) / turn
        hit = np.argwhere((s >= 0) & (s <= 1) & (t >= 0) & (t <= 1))
    if not len(hit):
        return None
    i, j = hit[0]
    x, y = one[i] + float(s[i, j]) * (one[i + 1] - one[i])
    return float(x), float(y)
