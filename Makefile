# What a developer runs; CI runs `bash .ci/run`, which is `make check` with the tests' last line at the end.
.PHONY: help test lint types check

PYTHON ?= python3
BIN := .venv/bin

help:  ## show these lines
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 10

.venv/.ready: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	touch $@

test: .venv/.ready  ## run the tests, in an environment of their own; real Helm is fetched once
	$(BIN)/python -m pytest -q

lint: .venv/.ready  ## ruff, for mistakes and for layout
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .

types: .venv/.ready  ## mypy, strictly
	PYTHONHASHSEED=0 $(BIN)/python -m mypy

check: lint types test  ## everything that CI does
