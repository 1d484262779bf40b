"""What is looked up of a piece is what would be computed; sentences side by side do not hear each other."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bench.ranges import ranges
from ivr.understanding import encoder
from ivr.understanding.network import RANGES, Network
from ivr.understanding.quantized import STEPS, Packed, Weights, quantized
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
    assert np.array_equal(looked_up, computed)
    looked_up, computed = (network.with_part(sentences[-1], 6, 12) for network in networks)
    assert np.array_equal(looked_up, computed)


def test_sentences_beside_each_other_do_not_hear_each_other(networks: tuple[Network, Network]) -> None:
    sentences = [encoder.pieces(LEARNED).of(text) for text in SAID]
    alone = np.concatenate([networks[0].forward([one]) for one in sentences])
    assert np.abs(networks[0].forward(sentences) - alone).max() < 1e-6


def test_what_the_citys_examples_reach_is_hardly_ever_cut_off(networks: tuple[Network, Network]) -> None:
    pieces, alone = encoder.pieces(LEARNED), networks[0]._alone
    said = [text for service in book().services.values() for own in service.hears.values() for text in own[:3]]
    steps = alone.of(np.array([number for text in said for number in pieces.of(text)]))
    assert np.mean(np.abs(steps) == STEPS) < 1e-3


def test_the_ranges_are_those_of_the_whole_vocabulary() -> None:
    assert np.allclose(np.loadtxt(RANGES), ranges(), rtol=1e-3)


def test_without_a_folder_that_processes_share_nothing_is_held_for_looking_up(tmp_path: Path) -> None:
    arrays = encoder.unpacked(LEARNED)
    assert Network(arrays)._alone._known is None
    kept = Network(arrays, tmp_path, encoder.WEIGHTS)._alone._known
    assert kept is not None
    assert not kept.flags.owndata
    assert [path.name.split("-")[0] for path in tmp_path.iterdir()] == ["pieces"]


# ------------------------------------------------------------------ matrices of small integers


def test_a_row_in_steps_is_the_row_to_half_a_step() -> None:
    rows = np.random.default_rng(1).standard_normal((50, 192)).astype(np.float32)
    rows[7] = 0
    steps, worth = quantized(rows)
    assert (np.abs(steps * worth - rows) <= worth * 0.5001).all()
    assert np.abs(steps).max() == STEPS


def test_products_of_steps_are_whole_and_exact() -> None:
    made = np.random.default_rng(2)
    few, many = (made.integers(-127, 128, (n, 1280)).astype(np.int8) for n in (3, 500))
    expected = few.astype(np.int32) @ many.T.astype(np.int32)
    assert np.array_equal(Packed(many).products(few), expected)
    beside = np.lib.stride_tricks.as_strided(many, (9, 512), (256, 1))  # rows that overlap, as neighbours do
    assert np.array_equal(
        Packed(many[:, :512]).products(beside), beside.astype(np.int32) @ many[:, :512].T.astype(np.int32)
    )


def test_weights_in_steps_do_nearly_what_they_did() -> None:
    made = np.random.default_rng(3)
    weights, rows = (made.standard_normal(shape).astype(np.float32) for shape in ((320, 512), (2, 320)))
    exact = rows @ weights
    made_of = Weights(weights).of(rows)
    assert np.abs(made_of - exact).max() < 0.015 * np.abs(exact).max()
    assert (made_of * exact).sum() / (exact * exact).sum() == pytest.approx(1, abs=0.002)  # none is longer or shorter
