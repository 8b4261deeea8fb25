# On a fresh machine: `make demo` shows the kit at work, `make test` runs its tests. Both set up .venv first.
PYTHON ?= python3
ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
else
BIN := .venv/bin
endif

.PHONY: demo test test-oldest benchmark lint pictures stubs clean
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

# More workers than the two cores that a small machine has: browsers, time limits and started commands are waited for.
test: .venv/developer.done
	$(BIN)/python -m pytest -n 4 --dist loadfile --ignore tests/end_to_end -m "not alone"
	$(BIN)/python -m pytest -n 2 tests/end_to_end
	$(BIN)/python -m pytest -m alone

# The lower bound of every direct dependency, torch included; the newest of what those need. The bounds stand in
# pyproject.toml only. The oldest versions have wheels for Python 3.10 to 3.12.
.oldest/done: .venv/developer.done
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python .oldest
	$(BIN)/uv pip install --quiet --python .oldest --resolution lowest-direct -e ".[test]"
	@touch $@

# What a dependency can break: commands and their help, grading in the sandbox, learners' pytest and watch, the wire, and
# solutions and alternatives, which must keep full points. Left out: the many ways a module or a frame can be broken.
OLDEST_LEFT_OUT := not loop and not lies and not cannot_be_used and not does_not_answer and not mistakes
test-oldest: .oldest/done
	$(patsubst .venv/%,.oldest/%,$(BIN))/python -m pytest -p no:cacheprovider -n 4 -k "$(OLDEST_LEFT_OUT)" \
		tests/cli/test_learner.py tests/pytest_plugin/test_plugin.py tests/watch tests/sandbox/test_wire.py \
		tests/cli/test_grade.py::test_a_class_of_every_layout \
		tests/cli/test_grade.py::test_notebooks_run_cell_by_cell \
		tests/cli/test_grade.py::test_usage_errors_are_told_in_a_sentence_with_status_2 \
		tests/suites/test_suites.py

benchmark: .venv/developer.done
	$(BIN)/python -m tests.benchmarks

lint: .venv/developer.done
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy

pictures: .venv/developer.done
	for script in solutions/*/picture.py; do $(BIN)/python $$script || exit 1; done
	$(BIN)/python -m tests.pictures.first_check
	$(BIN)/python -m tests.pictures.watch_session

stubs: .venv/learner.done
	$(BIN)/kata author stubs

clean:
	rm -rf .venv .oldest build *.egg-info .pytest_cache .ruff_cache .import_linter_cache .hypothesis
