# Two commands: `make run` opens a working site, `make test` proves it. `make help` lists the rest.
# Everything written at run time lives under var/; CONDUCT_VAR moves it, PORT changes the port.

VAR    := $(abspath $(or $(CONDUCT_VAR),var))
VENV   := $(VAR)/venv
PY     := $(VENV)/bin/python
PYTHON ?= python3
PIP    := $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes

export CONDUCT_VAR := $(VAR)
export MYPY_CACHE_DIR := $(VAR)/cache/mypy
export RUFF_CACHE_DIR := $(VAR)/cache/ruff
SIZES := 1000,10000
PRODUCTION := CONDUCT_VAR=$(VAR)/check SITE_URL=https://conduct.example.org DATABASE_URL= SECRET_KEY= SEALING_KEYS=

.PHONY: help setup setup-dev run test check picture bench faults mutants attack demo docs messages pins clean
.DEFAULT_GOAL := help

help:  ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

setup: $(VENV)/runtime  ## make the virtual environment with the pinned packages

setup-dev: $(VENV)/development

$(VENV)/runtime: requirements.txt
	@PYTHON=$(PYTHON) .ci/packages build
	@mkdir -p -m 700 $(VAR)
	@echo "Setting up $(VENV)"
	@test -x $(PY) || $(PYTHON) -m venv $(VENV)
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/development: requirements-dev.txt $(VENV)/runtime
	@PYTHON=$(PYTHON) .ci/packages test
	@$(PIP) -r requirements-dev.txt
	@touch $@

run: setup  ## open the site on 127.0.0.1, with demo data the first time
	@$(PY) -m conduct.keys
	@exec $(PY) manage.py serve --prepare

test: setup-dev  ## run the whole suite on every engine that answers
	@exec $(PY) -m tests.engines $(TESTS)

check: setup-dev  ## format, lint, types, import contracts, migrations, generated docs, deploy check
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports --cache-dir $(VAR)/cache/imports
	@$(PRODUCTION) $(PY) -m conduct.keys >/dev/null
	$(PRODUCTION) $(PY) manage.py makemigrations --check --dry-run
	$(PRODUCTION) $(PY) manage.py write_docs --check
	$(PRODUCTION) $(PY) manage.py check --deploy --fail-level WARNING

picture: setup-dev  ## take the README's picture anew from the demo world
	@$(PY) -m tests.browser.picture

bench: setup  ## measure the workloads beside their floors; writes var/bench.json: CASES=1000,10000,100000 for more
	@$(PY) -m bench --cases $(or $(CASES),$(SIZES))
	@$(PY) -m bench.reports --cases $(or $(CASES),$(SIZES))

faults: setup-dev  ## kill processes in the middle of acts, on PostgreSQL: ROUNDS=60
	@exec $(PY) -m tests.faults --rounds $(or $(ROUNDS),60)

mutants: setup-dev  ## change one thing in a rule at a time; print what no test notices: RULES="conflicts panels"
	@exec $(PY) -m tests.mutants $(or $(RULES),conflicts situations challenges panels escalation)

attack: setup-dev  ## try to work hidden figures out of published ones; prints how many attempts: WORLDS=20
	@exec $(PY) -m tests.attack --worlds $(or $(WORLDS),20)

demo: setup  ## load the demo world: SIZE=small|medium|large
	@$(PY) -m conduct.keys
	@$(PY) manage.py migrate --verbosity 0
	@$(PY) manage.py demo --size $(or $(SIZE),small)

docs: setup  ## write the pages that are made from the rules
	@$(PRODUCTION) $(PY) -m conduct.keys >/dev/null
	@$(PRODUCTION) $(PY) manage.py write_docs

messages: setup  ## list every string of the letters for whoever translates them (needs gettext)
	@$(PRODUCTION) $(PY) -m conduct.keys >/dev/null
	@$(PRODUCTION) $(PY) manage.py makemessages --locale en

pins:  ## compute both requirements files anew (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		requirements.in -o requirements.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		requirements-dev.in -o requirements-dev.txt

clean:  ## remove the environment and the caches; keeps the database and the keys
	rm -rf $(VENV) $(VAR)/cache $(VAR)/check $(VAR)/static
