"""Phrases are encoded once: lists grow by a phrase, many lists share a folder, and what is in use stays."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ivr.understanding import remembered
from ivr.understanding.encoder import Vectors

LIST = [f"phrase {n}" for n in range(40)]


class Counting:
    """An encoder whose vectors say how long a text is; it counts what it encodes."""

    def __init__(self) -> None:
        self.encoded = 0

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.encoded += len(texts)
        return np.array([[len(text)] * 512 for text in texts], dtype=np.float32)

    def encode_with_part(self, text: str, first: int, end: int) -> Vectors:
        return self.encode([text, " ".join(text.split()[first:end])])


def test_a_list_that_grew_by_a_phrase_costs_a_phrase(tmp_path: Path) -> None:
    remembered.encode(LIST, Counting(), tmp_path)
    counting = Counting()
    found = remembered.encode([*LIST, "one more"], counting, tmp_path)
    assert found[:, 0].tolist() == [len(text) for text in [*LIST, "one more"]]
    assert counting.encoded <= remembered.FEW


def test_lists_that_are_published_again_and_again_are_not_encoded_again(tmp_path: Path) -> None:
    counting = Counting()
    lists = [[f"list {each} {text}" for text in LIST] for each in range(4)]
    for draft in range(8):
        for each in lists:
            remembered.encode([*each, f"draft {draft}"], counting, tmp_path)
    assert counting.encoded <= 4 * len(LIST) + 4 * 8 * remembered.FEW
    for each in lists:
        remembered.encode([*each, "draft 7"], counting := Counting(), tmp_path)
        assert counting.encoded == 0
