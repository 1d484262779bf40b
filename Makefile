# OneCall: two commands are enough. `make run` starts the line, `make test` proves it. Both work from a clean clone.
PYTHON ?= python3
IVR := .venv/bin/ivr
PY := .venv/bin/python

.PHONY: run test lint types bench soak docs install dev clean help

help:            ## what there is
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 18

run: install     ## set everything up and start the line on http://localhost:8311
	@$(IVR) run $(ARGS)

test: dev        ## the whole suite
	@$(PY) -m pytest -n 2 --dist worksteal $(ARGS)

lint: dev        ## style, types, directions, flows, generated files
	@$(PY) -m ruff check . && $(PY) -m ruff format --check . && $(PY) -m mypy && .venv/bin/lint-imports && $(IVR) check && $(IVR) docs --check

bench: dev       ## the measurements that docs/performance.md quotes
	@$(PY) -m bench.turns

soak: dev        ## the slow tests
	@$(PY) -m pytest -m soak --override-ini addopts="-q --strict-markers" $(ARGS)

docs: dev        ## write the generated files again
	@$(IVR) docs

install:
	@$(PYTHON) install.py

dev:
	@$(PYTHON) install.py --dev

clean:           ## forget the environment and the demo's data
	rm -rf .venv var node_modules ivr/web/static/built
