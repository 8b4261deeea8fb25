# On a fresh machine: `make demo` shows the kit at work, `make test` runs its tests. Both set up .venv first.
PYTHON ?= python3
ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
else
BIN := .venv/bin
endif

.PHONY: demo test benchmark lint pictures stubs clean
.DEFAULT_GOAL := demo

.venv/learner.done: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10) and "torchkata needs Python 3.10 or newer; this is " + sys.version.split()[0] + ". Say which to use: make PYTHON=python3.11 ...")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[instructor]"
	@touch $@

.venv/developer.done: .venv/learner.done
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[test]"
	@touch $@

demo: .venv/learner.done
	$(BIN)/kata demo

test: .venv/developer.done
	$(BIN)/python -m pytest -n 2 --dist loadfile

benchmark: .venv/developer.done
	$(BIN)/python -m tests.benchmarks

lint: .venv/developer.done
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy

pictures: .venv/learner.done
	for script in solutions/*/picture.py; do $(BIN)/python $$script || exit 1; done
	PYTHONPATH=. $(BIN)/python tests/pictures/first_check.py

stubs: .venv/learner.done
	$(BIN)/kata author stubs

clean:
	rm -rf .venv build *.egg-info .pytest_cache .ruff_cache .import_linter_cache .hypothesis
