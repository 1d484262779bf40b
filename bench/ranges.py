"""How far from 0 the encoder's numbers reach between its layers: `python -m bench.ranges`.

Writes ivr/understanding/ranges.txt: the greatest number of each channel that comes into the first and into the second
convolutions, over the whole vocabulary in an order that was drawn once. The encoder counts in steps of these.
"""

from __future__ import annotations

import numpy as np

from bench.understanding import HERE
from ivr.understanding import encoder
from ivr.understanding.alone import BLOCKS, CHANNELS, WIDTHS
from ivr.understanding.network import RANGES
from ivr.understanding.quantized import Floats

SEED = 311
AT_ONCE = 2048


def main() -> None:
    np.savetxt(RANGES, ranges(), fmt="%.5g")


def ranges() -> Floats:
    """(768, 2)."""
    arrays = encoder.unpacked(HERE / "var" / "cache")
    table = np.asarray(arrays["table"])
    weights = {k: np.asarray(v, dtype=np.float32) for k, v in arrays.items() if v.dtype.kind == "f"}
    order = np.random.default_rng(SEED).permutation(len(table))
    reached = [_reached(weights, table, order[at : at + AT_ONCE]) for at in range(0, len(order), AT_ONCE)]
    return np.max(reached, axis=0)


def _reached(w: dict[str, Floats], table: np.ndarray, numbers: np.ndarray) -> Floats:
    """(768, 2): of these pieces, as if they were one sentence."""
    block = numbers % BLOCKS
    x = (table[numbers] * w["scale"][block, None] + w["lo"][block, None]) @ w["proj"] + w["proj_b"]
    x -= x.mean(axis=1, keepdims=True)
    x /= np.sqrt((x * x).mean(axis=1, keepdims=True) + w["eps"])
    x = x * w["proj_ln_g"] + w["proj_ln_b"]
    made = []
    for n, (width, before) in enumerate(WIDTHS):
        own = x[:, n * CHANNELS : (n + 1) * CHANNELS]
        padded = np.pad(own, ((before, width - 1 - before), (0, 0)))
        seen = np.concatenate([padded[at : at + len(own)] for at in range(width)], axis=1)
        made.append(np.maximum(seen @ w[f"w1_{width}"] + w[f"b1_{width}"], 0) + own)
    return np.stack([np.abs(x).max(axis=0), np.abs(np.concatenate(made, axis=1)).max(axis=0)], axis=1)


if __name__ == "__main__":
    main()
