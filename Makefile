# Everything that is typed here, in one place. `make help` lists it.

PORT ?= 8000
PYTHON ?= python3
COVERAGE ?= 95
BIN := .venv/bin
# The portal waits for the disk at each commit; its tests live in memory where there are 4 GB of it to spare.
MEMORY := $(shell test -w /dev/shm && df -Pm /dev/shm | awk 'NR == 2 && $$4 > 4096 { print "TMPDIR=/dev/shm" }')
PYTEST := $(MEMORY) $(BIN)/python -m pytest -q
CORES := -n 2 --dist worksteal
# Where tests wait for another process, the browser, a third one fills the gaps.
MORE := -n 3 --dist worksteal
FAST := $(CORES) --ignore tests/browser -m "not slow"
PLAIN := $(CORES) --ignore tests/browser
DEBIAN := chromium chromium-headless-shell fonts-noto-cjk fonts-noto-core liblouis-bin
PIP := $(BIN)/pip install -qq --disable-pip-version-check --no-deps --require-hashes
LOCK := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url $(UPGRADE) pyproject.toml

POS := $(wildcard translations/*/LC_MESSAGES/messages.po)
MOS := $(POS:.po=.mo)
MANIFEST := static/dist/manifest.json
SOURCES := static/build.mjs $(wildcard static/css/* static/css/*/* static/js/* static/js/*/* static/icons/*)

export PORT
# What was compiled once is kept: the tests start hundreds of short-lived children.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup demo check test coverage sweep bench lock catalogues static system clean

help:
	@echo 'make demo        set everything up and serve the demo bank on http://127.0.0.1:8000 (PORT= for another)'
	@echo 'make test        set everything up and pass all tests: SQLite, PostgreSQL, browser'
	@echo 'make check       lint, types, floors, catalogues and the fast tests: under two minutes'
	@echo 'make coverage    branches that the SQLite tests go through, at least $(COVERAGE) %'
	@echo 'make sweep       every page in every mode, language and theme (make test takes a pairwise choice)'
	@echo 'make bench       print the figures'
	@echo 'make setup       set everything up and do nothing else'
	@echo 'make static      build the stylesheet and the script'
	@echo 'make catalogues  collect the texts of code and templates into translations/'
	@echo 'make lock        write the locks anew after a dependency changed (UPGRADE=--upgrade for newer ones)'
	@echo 'make clean       remove all that set-up made; the data in instance/ stay'

setup: system .stamps/python .stamps/node $(MANIFEST) $(MOS)

demo: setup
	@PORTAL_DEMO=true $(BIN)/flask --app wsgi demo serve

check: .stamps/python .stamps/node $(MANIFEST) $(MOS)
	@echo 'check: lint'
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .
	@$(BIN)/djlint --quiet --profile jinja --ignore H015 --lint templates
	@echo 'check: types'
	@$(BIN)/mypy --no-error-summary
	@echo 'check: floors'
	@$(BIN)/lint-imports --no-logo
	@echo 'check: catalogues and fast tests'
	@$(PYTEST) $(FAST)

test: setup
	@echo 'test: on SQLite'
	@$(PYTEST) $(PLAIN)
	@echo 'test: on PostgreSQL'
	@PORTAL_TEST_DATABASE=postgresql $(PYTEST) $(PLAIN)
	@echo 'test: in the browser'
	@$(PYTEST) $(MORE) tests/browser

coverage: setup
	@$(PYTEST) $(PLAIN) --cov=portal --cov-branch --cov-report=
	@$(BIN)/coverage report --skip-covered --skip-empty --fail-under=$(COVERAGE)

sweep: setup
	@PORTAL_SWEEP=whole $(PYTEST) $(MORE) -m sweep

bench: setup
	@$(BIN)/python -m tests.bench

lock: .stamps/python
	@UV_CUSTOM_COMPILE_COMMAND='make lock' $(LOCK) -o requirements/portal.txt
	@UV_CUSTOM_COMPILE_COMMAND='make lock' $(LOCK) --group dev -c requirements/portal.txt -o requirements/dev.txt
	@npm install --package-lock-only --ignore-scripts --silent
	@! grep -nE '://|^--|"resolved"' requirements/*.txt package-lock.json || { echo 'An address got into a lock.'; exit 1; }

catalogues: .stamps/python
	@mkdir -p .stamps
	@$(BIN)/pybabel --quiet extract --mapping=pyproject.toml --keyword=_l --keyword=lazy_gettext \
	  --keyword=lazy_pgettext:1c,2 --keyword=_lp:1c,2 --keyword=lazy_ngettext:1,2 --no-location --sort-output --no-wrap \
	  --omit-header --output=.stamps/messages.pot .
	@for po in $(POS); do \
	  locale=$${po#translations/}; locale=$${locale%%/*}; \
	  $(BIN)/pybabel --quiet update --input-file=.stamps/messages.pot --output-file="$$po" --locale="$$locale" \
	    --no-wrap --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date || exit 1; \
	done

static: $(MANIFEST)

clean:
	@rm -rf .venv node_modules static/dist .stamps $(MOS) .coverage* .hypothesis .import_linter_cache \
	  .mypy_cache .pytest_cache .ruff_cache
	@find portal tests -name __pycache__ -type d -prune -exec rm -rf {} +

# What set-up is made of ------------------------------------------------------------------------------------

# One by one, since not every distribution has them all; the portal runs without any of them.
system:
	@command -v dpkg-query >/dev/null || exit 0; missing=; \
	for package in $(DEBIAN); do \
	  dpkg-query --show --showformat='$${Status}' "$$package" 2>/dev/null | grep -q 'ok installed' \
	    || missing="$$missing $$package"; \
	done; \
	test -z "$$missing" || $(call debian,$$missing)

define debian
{ if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
    echo "setup: Debian packages"; apt-get update -qq || true; \
    for package in $(1); do \
      DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$package >/dev/null 2>&1 \
        || echo "setup: $$package could not be installed; what needs it says so"; \
    done; \
  else echo "setup: not installed, what needs it says so. Type: sudo apt-get install" $(1); fi; }
endef

.stamps/python: requirements/dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo 'Python 3.11 or newer is needed. Type for example: make $(firstword $(MAKECMDGOALS)) PYTHON=python3.12'; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || $(call debian,python3-venv)
	@echo 'setup: Python packages'
	@test -x $(BIN)/pip || $(PYTHON) -m venv --clear .venv
	@# uv takes a fifth of pip's time; where it reaches no index, pip does it all
	@mkdir -p .stamps && awk '/^uv==/ { ours = 1 } ours { print } ours && !/\\$$/ { exit }' requirements/dev.txt >.stamps/uv.txt
	@$(PIP) -r .stamps/uv.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --require-hashes -r requirements/dev.txt 2>.stamps/uv.log \
	  || $(PIP) -r requirements/dev.txt
	@mkdir -p .stamps && touch $@

.stamps/node: package-lock.json
	@command -v npm >/dev/null || { echo 'Node 20 or newer with npm is needed.'; exit 1; }
	@echo 'setup: Node packages'
	@npm ci --silent --ignore-scripts
	@mkdir -p .stamps && touch $@

$(MANIFEST): $(SOURCES) .stamps/python .stamps/node
	@echo 'setup: stylesheet and script'
	@node static/build.mjs
	@$(BIN)/python -m whitenoise.compress --quiet static/dist

%.mo: %.po .stamps/python
	@$(BIN)/pybabel --quiet compile --input-file=$< --output-file=$@ --locale=$(word 2,$(subst /, ,$<))
