"""Before anything is multiplied: which of OpenBLAS's kernels this processor is to be used with."""

from __future__ import annotations

import platform
from collections.abc import MutableMapping
from pathlib import Path

CPUINFO = Path("/proc/cpuinfo")
NEEDED = frozenset({"avx512f", "avx512dq", "avx512bw", "avx512vl", "avx512cd"})
"""What its kernels of 512 bits are made of."""


def choose_kernels(env: MutableMapping[str, str], cpuinfo: Path = CPUINFO) -> None:
    """Has OpenBLAS use all of an AMD processor with AVX-512, which it takes for an older one (a third slower).

    What OPENBLAS_CORETYPE says already stands. To be called before numpy is imported; does nothing elsewhere.
    """
    if "OPENBLAS_CORETYPE" in env or platform.machine() != "x86_64":
        return
    try:
        with cpuinfo.open(encoding="ascii", errors="replace") as file:
            first = file.read(8192)
    except OSError:
        return
    flags = next((line for line in first.splitlines() if line.startswith("flags")), "")
    if "AuthenticAMD" in first and NEEDED.issubset(flags.split()):
        env["OPENBLAS_CORETYPE"] = "SkylakeX"
