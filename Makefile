# Every target is complete on a machine that has Python 3.11 or newer, make and a package index.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ARTICLES ?= seeds
MODEL ?= local
OUT ?= briefs

.DEFAULT_GOAL := help
.PHONY: help install brief demo record notebook docs test test-all test-more test-versions lint types format clean

help: ## Show this help
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: $(VENV)/.installed ## Make the virtual environment with everything in it

$(VENV)/.installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "newsbrief needs Python 3.11 or newer: make PYTHON=python3.12")'
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[local,dev]'
	@touch $@

brief: install ## Brief ARTICLES (default: seeds) with MODEL (default: local) into briefs/
	@$(BIN)/newsbrief brief "$(ARTICLES)" --model "$(MODEL)" --out "$(OUT)" --format text --format md

demo: install ## Show the briefs of seeds/ from recorded answers: seconds, and no model
	@$(BIN)/newsbrief brief seeds --model local --recording tests/recordings

record: install ## Ask the embedded model about seeds/ anew, for the tests to replay; the difference is for review
	rm -rf tests/recordings
	$(BIN)/newsbrief brief seeds --model local --recording tests/recordings --record all >/dev/null
	$(MAKE) notebook

notebook: install ## Run examples/notebook.ipynb on the recorded answers, and save its outputs
	$(BIN)/python -m tests.notebooks

docs: install ## Build the documentation into site/; a warning is an error
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[docs]'
	$(BIN)/zensical build --strict --clean

test: lint types ## Lint, types, import rules and the test suite; no network
	$(BIN)/python -m pytest

test-all: test test-more test-versions ## As test, then what needs more: models, a browser, Ray, the documentation, other Pythons …

test-more: install
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[ray,docs]'
	$(BIN)/python -m pytest -m "wheel or model or soak or browser or ray or notebook or site or process or effort"
	$(BIN)/python -m pytest -m hypothesis --hypothesis-profile=thorough

test-versions: install ## The suite on each Python that is here, and with the lowest dependencies
	.ci/versions

lint: install ## Check style and import rules
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports --no-cache

types: install ## Check types: mypy's for all, pyright's for what users write
	$(BIN)/mypy
	PYRIGHT_PYTHON_IGNORE_WARNINGS=1 $(BIN)/pyright --pythonpath $(BIN)/python

format: install ## Bring the code into shape
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

clean: ## Remove what can be made again
	rm -rf $(VENV) $(VENV)-* briefs build dist site .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis
