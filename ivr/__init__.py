"""OneCall: a city's 311 line. Each folder is a room; docs/architecture.md is the plan of the house."""

import os

from ivr.processor import choose_kernels

choose_kernels(os.environ)  # here, because any room below may be the first to import numpy
