# Gangmu. A fresh machine needs Python >= 3.11 (with venv) and make; everything else is fetched into .venv.

# Where the environment forbids to keep compiled modules, each process that starts here would compile the house again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run test test-scale bench quality fix lock setup reset

help:        ## Lists the commands.
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 20

run: .venv/.run        ## Starts Gangmu with the demo city and prints its address. Ctrl-C stops it.
	@.venv/bin/gangmu run

test: .venv/.dev        ## Proves it: every test but the full-size ones, on a private PostgreSQL and in a real browser.
	.venv/bin/pytest -n 2 --dist loadfile --no-loadscope-reorder -m "not scale" $(ARGS)

test-scale: .venv/.dev        ## The long full-size tests.
	.venv/bin/pytest -m scale $(ARGS)

bench: .venv/.dev        ## Measures throughput and latency, each figure beside its floor.
	.venv/bin/python -m bench $(ARGS)

quality: .venv/.dev        ## Lint, format, types, layers, missing migrations, missing translations.
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy gangmu
	.venv/bin/lint-imports
	.venv/bin/python -m gangmu makemigrations --check --dry-run
	.venv/bin/python -m gangmu messages check

fix: .venv/.dev        ## Repairs what ruff can repair.
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

setup: .venv/.dev        ## Installs everything that a developer needs, and the commit hooks.
	.venv/bin/pre-commit install

reset:        ## Deletes the private database and all state (asks first; FORCE=1 does not ask).
	@.venv/bin/gangmu reset $(if $(FORCE),--yes)

lock: .venv/.dev        ## Renews requirements/*.txt from pyproject.toml; UPGRADE=1 takes newer versions.
	$(COMPILE) --group build -o requirements/run.txt
	$(COMPILE) --group dev -c requirements/run.txt -o requirements/dev.txt

# ---- how .venv is made: uv from its own lock, then the locked dependencies, then Gangmu itself ----

PYTHON ?= $(firstword $(foreach p,python3 python3.11 python3.12 python3.13 python3.14,$(shell \
	$(p) -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(p))))
COMPILE = .venv/bin/uv pip compile -q pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links $(if $(UPGRADE),--upgrade)
# pip is the second try: it alone knows a package mirror that is set up in pip's own configuration.
INSTALL = sh -c '.venv/bin/uv pip install -q --compile-bytecode "$$@" || .venv/bin/python -m pip install -q "$$@"' --

.venv/.uv: requirements/uv.txt
	@test -n "$(PYTHON)" || { echo "Needs Python 3.11 or newer with its venv module (Debian: apt install python3-venv)."; exit 1; }
	@echo "Setting up .venv (first time only)"
	@$(PYTHON) -m venv .venv
	@.venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@touch $@

.venv/.run: .venv/.uv requirements/run.txt pyproject.toml
	@$(INSTALL) --require-hashes -r requirements/run.txt
	@$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: .venv/.run requirements/dev.txt
	@$(INSTALL) --require-hashes -r requirements/dev.txt
	@touch $@
