PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/stamp
PEERS := .venv/peers/stamp

.PHONY: run test check bench prove lock

# an answer that is right, then one that is wrong (drill exits with 1 for it); neither is an attempt of yours
run: export DRILL_DATA_DIR = $(CURDIR)/.venv/data
run: $(STAMP)
	$(BIN)/drill run retention_7d problems/retention_7d/solution.sql
	$(BIN)/drill run retention_7d problems/retention_7d/wrong/counts_the_sign_up_day.sql || test $$? -eq 1

test: $(STAMP)
	$(BIN)/python -m pytest

check: $(STAMP)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(MAKE) test

# every problem on 50 suites drawn anew; then every hostile submission, shuffled, 20 rounds with honest ones between:
# some 40 minutes on two cores
prove: $(STAMP)
	$(BIN)/drill check --all
	$(BIN)/python -m tests.prove

bench: $(STAMP) $(PEERS)
	$(BIN)/python -m tests.bench

# after a change to a problem, a world, or the pinned numpy or Faker
lock: $(STAMP)
	for slug in $$($(BIN)/drill list | cut -d' ' -f1); do $(BIN)/drill data $$slug --lock || exit; done

# built anew when it is missing, older than what it is made from, or was made for another folder
ifneq ($(shell $(BIN)/python -P -c "import judge; print(judge.__file__)" 2>/dev/null),$(CURDIR)/judge/__init__.py)
.PHONY: $(STAMP)
endif
$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --constraint constraints.txt hatchling editables
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --no-build-isolation --editable '.[dev]'
	touch $@

# comparators that large results are timed against, apart from ours: one of them wants an older pandas
$(PEERS): tests/bench/peers/requirements.txt $(STAMP)
	$(PYTHON) -m venv --clear .venv/peers
	.venv/peers/bin/python -m pip install --quiet --requirement tests/bench/peers/requirements.txt
	touch $@
