# Two commands do everything: `make demo` and `make test`. Both need only Python 3.11+ and a package registry.
# `make test-slow` has what takes minutes: run it before a release.
PYTHON ?= python3
# extras that the tests need: CI adds `browser`
EXTRAS ?= dev
# more than cores: many tests wait for servers and time limits
WORKERS ?= 4
VENV := .venv
BIN := $(VENV)/bin

# uv installs in a sixth of pip's time; pip where there is no uv, or where uv can't do what pip is configured to do.
# Modules are compiled when they are first imported: most of what is installed never is.
PIP := $(BIN)/pip --quiet --disable-pip-version-check
define install
$(PIP) install uv 2> /dev/null && $(BIN)/uv pip install --quiet --python $(BIN)/python --editable $(1) \
  || $(PIP) install --no-compile --editable $(1)
endef

.PHONY: demo test test-slow docs clean

# three exams sat by a random guesser and two small models whose replies were recorded (demo/), with no API key; the three
# essays of the bar are ungraded there, which is no failure
demo: $(VENV)/installed
	$(BIN)/examsim run ube@2017 lsat@2024 ap-biology --fail-on 4 --corpus demo/corpus --corpus exams/catalogue/ube/demo-corpus \
	  --model chance --model replay:demo/SmolLM2-135M-Instruct.jsonl --model replay:demo/Qwen2.5-Coder-0.5B-Instruct.jsonl

# everything that must hold: style, types, tests; the audit compiles the kernels, once, while types are checked
test: $(VENV)/installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/examsim audit ube@2017 --corpus exams/catalogue/ube/demo-corpus -o $(VENV)/warm.json > /dev/null 2>&1 & $(BIN)/mypy
	$(BIN)/pytest -n $(WORKERS)

# browser matrix, large reports, worst cases of a megabyte, every command of the docs
test-slow: $(VENV)/installed-dev
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[inspect,docs]' mlcroissant
	$(BIN)/pytest -m slow

# the documentation as a site in out/site; a broken link or a page outside the list ends it
docs: $(VENV)/installed
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[docs]'
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

$(VENV)/installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "examsim needs Python 3.11 or newer: make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(call install,'.[audit]')
	@touch $@

# the tests start hundreds of programs, which would compile what they import each time where nothing may be written
$(VENV)/installed-dev: $(VENV)/installed
	$(call install,'.[$(EXTRAS)]')
	-$(BIN)/python -m compileall -q -j 0 -x '/tests?/' $(VENV)/lib examsim exams contamination scoring reports > /dev/null
	@touch $@

clean:
	rm -rf $(VENV) runs out
