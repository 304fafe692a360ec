# Needs only Python 3.11+ and make; everything else is installed into .venv from requirements.lock.

PYTHON ?= python3
# For example: make lock LOCK_FLAGS=--upgrade
LOCK_FLAGS ?=

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
BENCH_STAMP := $(VENV)/.installed-bench
PIP := $(BIN)/python -m pip --disable-pip-version-check

.DEFAULT_GOAL := help
# The steps of `check` print one after the other, the tests' summary last, even under make -j.
.NOTPARALLEL:
.PHONY: help demo test check lint types imports fmt-code bench lock clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(STAMP) ## run the demonstration
	@$(BIN)/tiercel demo

test: $(STAMP) ## run the tests
	$(BIN)/python -m pytest -n auto --dist loadgroup

check: lint types imports test ## everything CI checks

lint: $(STAMP) ## check style and formatting
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP) ## check types
	$(BIN)/mypy

imports: $(STAMP) ## check which package may import which
	$(BIN)/lint-imports --no-logo

fmt-code: $(STAMP) ## format the Python code and apply safe fixes
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

# For example: make bench ROWS=20000 RULES='10 200' (see benchmarks/README.md)
bench: $(BENCH_STAMP) ## run the benchmarks
	@mkdir -p .benchmarks
	$(BIN)/python -m pytest benchmarks --benchmark-enable --benchmark-columns=min,median,max,rounds \
		--benchmark-json=.benchmarks/latest.json
	$(BIN)/python -m benchmarks.report .benchmarks/latest.json benchmarks/results

# One lock for every platform and Python version; without host names, so that any index serves it.
LOCK = $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command 'make lock' --quiet $(LOCK_FLAGS)

lock: $(STAMP) ## write the locks anew from pyproject.toml
	$(LOCK) --extra dev -o requirements.lock
	$(LOCK) --extra bench -c requirements.lock -o requirements-bench.lock

clean: ## remove caches and build output (delete .venv by hand to start over)
	rm -rf build dist out .benchmarks .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -not -path './$(VENV)/*' -prune -exec rm -rf {} +

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo 'Tiercel needs Python 3.11 or newer. Name one, for example: make PYTHON=python3.12 $(MAKECMDGOALS)' >&2; \
		exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo 'Installing into $(VENV) (only when the requirements change)'
	@$(PIP) install --quiet --require-hashes -r requirements.lock
	@$(PIP) install --quiet --no-deps --no-build-isolation -e .
	@$(PIP) check
	@touch $@

$(BENCH_STAMP): requirements-bench.lock $(STAMP)
	@echo 'Installing what Tiercel is measured against'
	@$(PIP) install --quiet --require-hashes -r requirements-bench.lock
	@touch $@
