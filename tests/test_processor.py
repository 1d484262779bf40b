"""An AMD processor with AVX-512 is used whole; any other one, and what somebody has set, stays as it is."""

from __future__ import annotations

import platform
from pathlib import Path

import pytest

from ivr.processor import NEEDED, choose_kernels

AMD = f"vendor_id\t: AuthenticAMD\nflags\t\t: fpu {' '.join(sorted(NEEDED))} rdrand\n"


def chosen(tmp_path: Path, cpuinfo: str | None, env: dict[str, str] | None = None) -> dict[str, str]:
    file = tmp_path / "cpuinfo"
    if cpuinfo is not None:
        file.write_text(cpuinfo, encoding="ascii")
    given = dict(env or {})
    choose_kernels(given, file)
    return given


@pytest.mark.skipif(platform.machine() != "x86_64", reason="the kernels are those of x86-64")
def test_amd_with_avx512_is_used_whole(tmp_path: Path) -> None:
    assert chosen(tmp_path, AMD) == {"OPENBLAS_CORETYPE": "SkylakeX"}


INTEL, OLDER = AMD.replace("AuthenticAMD", "GenuineIntel"), AMD.replace("avx512bw", "")


@pytest.mark.parametrize("cpuinfo", [OLDER, INTEL, "", None])
def test_any_other_processor_is_left_to_openblas(tmp_path: Path, cpuinfo: str | None) -> None:
    assert chosen(tmp_path, cpuinfo) == {}


def test_what_somebody_has_set_stands(tmp_path: Path) -> None:
    assert chosen(tmp_path, AMD, {"OPENBLAS_CORETYPE": "Haswell"}) == {"OPENBLAS_CORETYPE": "Haswell"}
