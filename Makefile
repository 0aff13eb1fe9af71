# Cairn from a bare machine: `make up`. What is done once leaves a stamp in .venv and is not done again.

PYTHON := .venv/bin/python
NPM := PATH="$(CURDIR)/.venv/bin:$$PATH" .venv/bin/npm --no-update-notifier --prefix maps/web
COMPILE := .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
  --no-emit-index-url --no-emit-find-links
# A virtual environment does not survive a move of its folder: the stamps name the place.
PLACE := $(shell pwd | cksum | cut -d ' ' -f 1)
RUNTIME := .venv/runtime-$(PLACE)
DEVELOPMENT := .venv/development-$(PLACE)
MODULES := maps/web/node_modules/.package-lock.json
WEB := maps/web/dist/index.html
WEB_SOURCES := $(shell find maps/web -path maps/web/node_modules -prune -o -path maps/web/dist -prune -o -type f -print)

# The second start of Python is fast because the first one kept its bytecode.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help up down test check bench web goldens sample lock packages packages-test

help: ## show this list
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1 · \2/p' $(MAKEFILE_LIST)

up: packages $(RUNTIME) $(WEB) ## install what is missing, start PostGIS and the service, print the coverage table
	@.venv/bin/cairn up

down: ## stop the service and PostGIS
	@if [ -x .venv/bin/cairn ]; then .venv/bin/cairn down; fi

check: packages $(DEVELOPMENT) $(MODULES) ## lint, types, who may import whom, TypeScript, goldens
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	$(NPM) run check
	.venv/bin/pytest tests/test_layers.py tests/test_house.py

test: packages-test $(DEVELOPMENT) $(WEB) ## the whole suite, on real PostGIS and in a real browser
	$(NPM) run test --if-present -- --passWithNoTests
	.venv/bin/pytest -n 2

bench: packages $(DEVELOPMENT) ## the benchmarks beside their peers
	$(PYTHON) -m tests.bench

web: $(WEB) ## build the browser application

goldens: $(DEVELOPMENT) ## write the goldens anew; read their diff
	.venv/bin/pytest tests/test_layers.py --update-goldens

sample: $(DEVELOPMENT) ## make the sample county anew, byte for byte
	$(PYTHON) -m data.sample.build

lock: $(RUNTIME) ## bring the locks to the newest versions pyproject.toml permits
	echo uv | $(COMPILE) --upgrade - --output-file .ci/uv.txt
	$(COMPILE) --upgrade pyproject.toml --group build --output-file requirements.lock
	$(COMPILE) --upgrade pyproject.toml --group build --group dev --constraint requirements.lock \
	  --output-file requirements-dev.lock

packages:
	@.ci/system-packages up

packages-test:
	@.ci/system-packages test

# The development lock holds the runtime lock whole, so its environment serves both; the reverse does not.
$(RUNTIME): requirements.lock .ci/uv.txt .ci/environment | packages
	.ci/environment requirements.lock
	@rm -f $(DEVELOPMENT) && touch $@

$(DEVELOPMENT): requirements-dev.lock requirements.lock .ci/uv.txt .ci/environment | packages
	.ci/environment requirements-dev.lock
	@touch $(RUNTIME) $@

# Either environment brings npm.
$(MODULES): maps/web/package-lock.json maps/web/package.json maps/web/.npmrc | $(RUNTIME)
	$(NPM) ci
	@touch $@

$(WEB): $(WEB_SOURCES) $(MODULES)
	$(NPM) run build
	@touch $@
