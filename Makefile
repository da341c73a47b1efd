# Two commands do everything on a fresh machine with Python >= 3.11: make demo, make test.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
endif
# One more than the cores of a small machine: some tests wait for clocks.
WORKERS ?= 3

# Where Python may not store what it compiles, each worker of pytest compiles all tests anew.
unexport PYTHONDONTWRITEBYTECODE

# Groups of tests with heavy libraries, each with an environment of its own: extras of these names.
GROUPS := albumentations browser clusters dask keras3 loaders remote shards torchvision training

.PHONY: help demo test test-all test-groups $(GROUPS:%=test-%) test-arm faults lint format docs bench fuzz clean

help:
	@echo "make demo    set up, then preview and expand sample_images/"
	@echo "make test    set up, then lint, types and all tests"
	@echo "make test-groups  the tests that need heavy libraries, each group in an environment of its own:"
	@echo "               $(GROUPS:%=test-%)"
	@echo "make test-all  all tests, then those of the groups"
	@echo "make test-arm  compare pictures with the golden list on 64-bit ARM, emulated where needed"
	@echo "make faults  only the tests that disturb runs: signals, full disks, damaged records, hostile files"
	@echo "make docs    renew the generated parts of README.md and docs/, and their pictures"
	@echo "make bench   time augcli beside other tools (sets up an environment for them)"
	@echo "make fuzz    try the read path and the grammar on mutated input, a minute each"
	@echo "make format  format the code"
	@echo "make clean   remove what the other targets made"

demo: $(VENV)/run
	$(BIN)/augcli preview sample_images/bird.jpg --rotation 90 --output out/bird_preview.png
	$(BIN)/augcli expand sample_images out/expanded --copies 5 --overwrite
	@echo "Look at out/bird_preview.png, then at out/expanded/ (and its manifest.jsonl)."

test: lint
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -m "not environment"

test-all: test test-groups

test-groups: $(GROUPS:%=test-%)

# Groups that mostly wait for servers and clusters.
WAITING := dask remote
# A group whose libraries can't be installed is skipped: they have no wheels for some machines.
# A command before pip may limit the time: INSTALL_LIMIT="timeout 600".
INSTALL_LIMIT ?=
$(GROUPS:%=test-%): test-%: $(VENV)/run
	@test -x $(VENV)-$*/bin/python || $(PYTHON) -m venv $(VENV)-$*; \
	if $(INSTALL_LIMIT) $(VENV)-$*/bin/python -m pip install --quiet --editable ".[dev,$*]"; \
	then $(VENV)-$*/bin/python -m pytest -m "environment(name='$*')" -n $(if $(filter $*,$(WAITING)),2,0); \
	else echo "SKIPPED: the tests of $*: its libraries cannot be installed here" >&2; fi

test-arm: $(VENV)/run
	tools/arm64.sh -m tools.golden --check

faults: $(VENV)/dev
	$(BIN)/python -m pytest -n $(WORKERS) tests/faults

lint: $(VENV)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(VENV)/dev
	$(BIN)/python -m tools.docs

bench: $(VENV)/run
	$(BIN)/python benchmarks/run.py --write
	$(BIN)/python benchmarks/per_transform.py

fuzz: $(VENV)/dev
	$(BIN)/python -m pip install --quiet --editable ".[fuzz]"
	$(BIN)/python fuzz/read_path.py -max_total_time=60 sample_images/bird
	$(BIN)/python fuzz/grammar.py -max_total_time=60

# The marks remember that an environment has what pyproject.toml asks for, so that a second run
# installs nothing.
$(VENV)/run: pyproject.toml
	$(PYTHON) -c "import sys; sys.version_info >= (3, 11) or sys.exit('augcli needs Python 3.11 or later: make PYTHON=python3.11')"
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/dev: $(VENV)/run
	$(BIN)/python -m pip install --quiet --editable ".[dev]"
	@touch $@

clean:
	rm -rf $(VENV) $(VENV)-* .arm64 out build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
