# `make` lists what there is. Needs Python 3.11 or later, make and a package index.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
TESTS ?=

.DEFAULT_GOAL := help
.PHONY: help run test check package bench soak format snapshots screenshots clean

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# Bytecode is compiled here once, also where the environment turns writing it off: without it every start of the
# reader takes some four times as long.
$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "PressReader needs Python 3.11 or later; set PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m compileall -q $(VENV)/lib >/dev/null || true
	@touch $@

run: $(READY) ## Start the reader
	@env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m compileall -q reader
	@$(BIN)/pressreader

test: $(READY) ## Run the tests: no network but loopback, random order
	$(BIN)/python -m pytest -q -n 2 $(TESTS)

check: $(READY) ## Lint, types, import rules, spelling
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/codespell README.md CHANGELOG.md ARCHITECTURE.md CONTRIBUTING.md SECURITY.md docs reader styles tests assets/starter.txt

package: $(READY) ## Build the wheel, install it in a clean environment, use it there
	rm -rf build/package dist
	$(BIN)/python -m build --wheel --no-isolation --outdir dist . >/dev/null
	$(PYTHON) -m venv build/package
	build/package/bin/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt dist/*.whl
	cd build/package && bin/python -I ../../tests/package_check.py

bench: $(READY) ## Measure beside baselines; prints ratios
	$(BIN)/python -m tests.bench

soak: $(READY) ## The long runs: kills and fuzzing
	$(BIN)/python -m pytest -q -m soak -p no:randomly

format: $(READY) ## Sort imports and lay out the code
	$(BIN)/ruff check --fix --select I .
	$(BIN)/ruff format .

snapshots: $(READY) ## Accept the screens as they are now; look at each before you commit it
	$(BIN)/python -m pytest -q tests/snapshots --snapshot-update

screenshots: $(READY) ## Make the README's pictures with the program itself
	$(BIN)/python -m tests.screenshots

clean: ## Remove everything that these targets made
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
