# Everything goes through tools/bootstrap.py first, which does what is missing and nothing twice.
PYTHON ?= python3
RUN = .venv/bin/python
export FLASK_APP = web.app
# Without compiled bytecode each of the processes takes twice as long to start.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup setup-demo setup-dev demo serve test lint bench screenshots migrate models requirements translations clean

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

setup:
	@$(PYTHON) -m tools.bootstrap run

setup-demo:
	@$(PYTHON) -m tools.bootstrap demo

setup-dev:
	@$(PYTHON) -m tools.bootstrap dev

demo: setup-demo  ## a simulated call from the first ring to the ticket (JSON=1: ends with it as JSON)
	@$(RUN) -m flask demo $(if $(JSON),--json)

serve: setup-demo  ## everything with demo data; prints address and sign-ins (VERBOSE=1: the logs too); Ctrl-C stops it
	@$(RUN) -m flask serve $(if $(VERBOSE),--verbose)

# Threads of a matrix library that wait for more work keep cores from the other tests.
test: setup-dev  ## every test
	@OPENBLAS_NUM_THREADS=1 $(RUN) -m pytest -n 4 --dist loadfile --no-loadscope-reorder $(ARGS)

lint: setup-dev  ## style, import contract, types, translations; of Python and of the pages
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/lint-imports
	@.venv/bin/mypy
	@$(RUN) -m tools.javascript eslint .
	@$(RUN) -m tools.javascript tsc
	@$(RUN) -m web.commands.translations_check

bench: setup-dev  ## error rates and speeds, as ratios taken side by side
	@$(RUN) -m bench $(ARGS)

screenshots: setup-dev  ## make the pictures of the README anew
	@$(RUN) -m tools.screenshots

migrate: setup  ## bring the database to the newest schema
	@$(RUN) -m flask db upgrade

models: setup  ## speech models: which there are, and which are installed
	@$(RUN) -m flask models list

requirements: setup-dev  ## lock the requirements*.in files with hashes
	@.venv/bin/uv pip compile -q --universal --generate-hashes --no-emit-index-url --python-version 3.11 requirements.in -o requirements.txt
	@.venv/bin/uv pip compile -q --universal --generate-hashes --no-emit-index-url --python-version 3.11 requirements-dev.in -o requirements-dev.txt
	@.venv/bin/uv pip compile -q --universal --generate-hashes --no-emit-index-url --python-version 3.11 requirements-node.in -o requirements-node.txt

translations: setup-dev  ## collect the texts of the pages into web/translations
	@.venv/bin/pybabel -q extract -F babel.cfg -k _l -k _lp:1c,2 --no-location --sort-output -o var/messages.pot .
	@.venv/bin/pybabel -q update -i var/messages.pot -d web/translations --no-fuzzy-matching --width 100
	@$(RUN) -m web.commands.french_spaces

clean:  ## remove what set-up made; keeps data, models and recordings in var/
	rm -rf .venv .venv-voices node_modules web/static/bundles .cache
