"""Ten digits out of pieces: nothing of a number is lost that was put right or broken off in the middle."""

from __future__ import annotations

import pytest

from ivr.understanding.whole import Piece, ten

NO = ("no",)
HOLD = ("hold", "on")


@pytest.mark.parametrize(
    ("pieces", "meant"),
    [
        ([Piece("410555"), Piece("5561234", NO, True)], "4105561234"),
        ([Piece("410"), Piece("762", HOLD, True), Piece("9811")], "4107629811"),
        ([Piece("41055"), Piece("4105551212", ("let", "me", "start", "over"), True)], "4105551212"),
        ([Piece("4105551212"), Piece("3", NO, True)], "4105551213"),
        ([Piece("5551234"), Piece("5551235", NO, True)], None),
        ([], None),
    ],
)
def test_the_pieces_make_ten_digits(pieces: list[Piece], meant: str | None) -> None:
    assert ten(pieces) == meant


def test_many_corrections_are_followed_in_no_time() -> None:
    assert ten([Piece("410")] + [Piece("555", NO, True)] * 500) in (None, "4105555555")
