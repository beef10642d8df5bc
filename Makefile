# Two commands do everything: `make demo` and `make test`. Both need only Python 3.11+ and a package registry.
# `make test-slow` has what takes minutes: run it before a release.
PYTHON ?= python3
# extras that the tests need: CI adds `browser`
EXTRAS ?= dev
# more than cores: many tests wait for servers and time limits
WORKERS ?= 3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test test-slow clean

# the main job, on the practice form and the corpus that ship, with no API key
demo: $(VENV)/installed
	$(BIN)/examsim run ube --model chance --corpus exams/catalogue/ube/demo-corpus

# everything that must hold: style, types, tests; the audit compiles the kernels, once, while types are checked
test: $(VENV)/installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/examsim audit ube --corpus exams/catalogue/ube/demo-corpus -o $(VENV)/warm.json > /dev/null 2>&1 & $(BIN)/mypy
	$(BIN)/pytest -n $(WORKERS)

# browser matrix, large reports, worst cases of a megabyte, every command of the docs
test-slow: $(VENV)/installed-dev
	$(BIN)/pytest -m slow

$(VENV)/installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "examsim needs Python 3.11 or newer: make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[audit]'
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[$(EXTRAS)]'
	@touch $@

clean:
	rm -rf $(VENV) runs out
