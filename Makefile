# make run    set up, run the whole chain on the shipped data, end with the path of a report
# make test   set up, then every test
# make check  format, lint, types, fast tests: what to run while working
# make hunt   the property tests on examples never drawn before: what fails becomes an @example
# make bench  benchmarks; figures, versions and machine go to benchmarks/results/
# make site   the documentation as a site in build/site; runs that its pages ask for and are not kept yet are made
.PHONY: run test check hunt bench docs site
PYTHON ?= python3
BIN := .venv/bin

run: .venv/installed
	$(BIN)/jibek run baseline

test: .venv/installed-test .venv/browser
	$(BIN)/pytest -n 2 --dist worksteal

check: .venv/installed-test
	$(BIN)/ruff format --check jibek tests benchmarks tools
	$(BIN)/ruff check jibek tests benchmarks tools
	$(BIN)/mypy
	$(BIN)/pytest -n 2 --dist worksteal -m "not slow"

hunt: .venv/installed-test
	$(BIN)/pytest -n 2 --dist worksteal -m hypothesis --hypothesis-profile new

bench: .venv/installed-test
	$(BIN)/python -m benchmarks

# tables, assumptions and the figures that README and docs/validation.md show
docs: .venv/installed
	$(BIN)/python tools/build_docs.py --figures

site: .venv/installed-docs .venv/browser
	$(BIN)/python tools/build_site.py

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/installed: pyproject.toml constraints.txt .venv/bin/python
	$(BIN)/pip install -q --disable-pip-version-check -c constraints.txt -e .
	touch $@

.venv/installed-docs: .venv/installed
	$(BIN)/pip install -q --disable-pip-version-check -c constraints.txt -e '.[docs]'
	touch $@

.venv/installed-test: .venv/installed
	$(BIN)/pip install -q --disable-pip-version-check -c constraints.txt -e '.[test]'
	touch $@

# The report is opened in Chromium; without it a Debian-like system installs the package, with a font for Chinese names.
.venv/browser: .venv/installed
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || \
	  (apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-wqy-microhei)
	touch $@
