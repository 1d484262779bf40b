"""The pieces of the encoder's vocabulary that the city's examples use most: `python -m bench.pieces`.

Writes ivr/understanding/common_pieces.txt: what the encoder looks up instead of computing it. Any list is right, and a
good one is quick: a test says when too few of what the examples are made of stand in it.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain

from bench.understanding import HERE, book
from ivr.understanding import encoder
from ivr.understanding.alone import COMMON
from ivr.understanding.examples import examples
from ivr.understanding.peril import examples_of

MOST = 6000
A_LINE = 16


def main() -> None:
    city = book()
    needs = (examples(city, language).phrases.values() for language in city.city.languages)
    danger = (dict(examples_of(lists)) for lists in city.emergency.values())
    said = [*chain.from_iterable(chain.from_iterable(needs)), *chain.from_iterable(danger)]
    pieces = encoder.pieces(HERE / "var" / "cache")
    counted = Counter(chain.from_iterable(pieces.of(text) for text in said))
    most = sorted(number for number, _ in counted.most_common(MOST))
    lines = (most[at : at + A_LINE] for at in range(0, len(most), A_LINE))
    COMMON.write_text("".join(f"{' '.join(map(str, line))}\n" for line in lines), encoding="ascii")


if __name__ == "__main__":
    main()
