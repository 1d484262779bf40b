# OneCall: two commands are enough. `make run` starts the line, `make test` proves it. Both work from a clean clone.
PYTHON ?= python3
IVR := .venv/bin/ivr
PY := .venv/bin/python

.PHONY: help run test lint bench soak docs install dev clean
.NOTPARALLEL:
.DEFAULT_GOAL := help

run: install     ## set everything up and start the line on http://localhost:8311
	@$(IVR) run $(ARGS)

test: dev        ## the whole suite
	@PYTHONDONTWRITEBYTECODE= $(PY) -m pytest -n 4 --dist loadfile --no-loadscope-reorder $(ARGS)

lint: dev        ## style, types, directions, flows, generated files
	@echo "  style" && $(PY) -m ruff check -q . && $(PY) -m ruff format -q --check .
	@echo "  types" && $(PY) -m mypy
	@echo "  directions" && mkdir -p var && .venv/bin/lint-imports --no-logo > var/directions.txt || { cat var/directions.txt; exit 1; }
	@echo "  flows" && $(IVR) check
	@echo "  generated files" && $(IVR) docs --check

bench: dev       ## what was promised beside what is measured: turns, understanding, hearing, streams, floor
	@failed=0; for what in turns understanding hearing streams floor; do $(PY) -m bench.$$what || failed=1; done; exit $$failed

soak: dev        ## the slow tests
	@echo pothole | $(IVR) understand >/dev/null # what a machine learns once, it learns before anybody waits for it
	@$(PY) -m pytest -m soak --override-ini addopts="-q --strict-markers" $(ARGS)

docs: dev        ## write the generated files again
	@$(IVR) docs

clean:           ## forget the environment, the built pages and the demo's data
	rm -rf .venv var node_modules ivr/web/static/built

help:            ## what there is
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 18

install dev:
	@command -v $(PYTHON) >/dev/null || { \
	  echo "error: there is no $(PYTHON) here; install Python 3.11 or newer (Debian, Ubuntu: apt-get install python3-venv)"; exit 1; }
	@$(PYTHON) install.py $(if $(filter dev,$@),--dev)
