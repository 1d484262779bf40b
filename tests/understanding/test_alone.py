"""What is looked up of a piece is what would be computed, and nearly all that callers say is looked up."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ivr.understanding import encoder
from ivr.understanding.alone import COMMON
from ivr.understanding.network import Network
from tests.understanding.hearing import LEARNED, book

SAID = [
    "there's a pothole on my block",
    "hay un bache en mi cuadra",
    "",
    "ñ ☃ \0 Xylophon 7Q",
    "the trash was not picked up " * 9,
]


@pytest.fixture(scope="module")
def networks() -> tuple[Network, Network]:
    """One that looks up, and one that computes all."""
    arrays = encoder.unpacked(LEARNED)
    return Network(arrays, LEARNED, encoder.WEIGHTS), Network(arrays)


def test_what_is_looked_up_is_what_would_be_computed(networks: tuple[Network, Network]) -> None:
    sentences = [encoder.pieces(LEARNED).of(text) for text in SAID]
    looked_up, computed = (network.forward(sentences) for network in networks)
    assert np.abs(looked_up - computed).max() < 1e-5
    looked_up, computed = (network.with_part(sentences[-1], 6, 12) for network in networks)
    assert np.abs(looked_up - computed).max() < 1e-5


def test_sentences_beside_each_other_do_not_hear_each_other(networks: tuple[Network, Network]) -> None:
    sentences = [encoder.pieces(LEARNED).of(text) for text in SAID]
    for network in networks:
        alone = np.concatenate([network.forward([one]) for one in sentences])
        assert np.abs(network.forward(sentences) - alone).max() < 1e-5


def test_nearly_all_pieces_of_the_citys_examples_are_looked_up() -> None:
    """Otherwise it is only slower: `python -m bench.pieces` counts them again."""
    pieces, common = encoder.pieces(LEARNED), set(map(int, COMMON.read_text(encoding="ascii").split()))
    said = [text for service in book().services.values() for own in service.hears.values() for text in own]
    assert np.mean([number in common for text in said for number in pieces.of(text)]) > 0.95


def test_without_a_folder_that_processes_share_nothing_is_held_for_looking_up(tmp_path: Path) -> None:
    arrays = encoder.unpacked(LEARNED)
    assert Network(arrays)._alone._known.nbytes == 0
    kept = Network(arrays, tmp_path, encoder.WEIGHTS)._alone._known
    assert not kept.flags.owndata
    assert [path.name.split("-")[0] for path in tmp_path.iterdir()] == ["pieces"]
