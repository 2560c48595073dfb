# make book   install what is missing and make the repository's own book in build/
# make test   install what is missing and run every check
# make check  the checks of under a minute: lint, types, and the tests not marked slow
# The rest: lint, dummy (CASES=130), previews (of the layouts), reference (its pages), bench (prints
# ratios), meter (how well notices, forms and parcels are read, which tokens break at line ends, how tables go on, how full pages are, of BOOKS=… or
# of dummies), fuzz (SECONDS=600 of nested manuscripts read back sentence by sentence, then STEPS=200 random edits against clean builds, then notices with a line changed for
# SECONDS / 5, from SEED=0 on), contract (VERSION=…: what another WeasyPrint changes of what we
# use of its inside), lock, clean.

SHELL := /bin/bash
CASES ?= 130
STEPS ?= 200
SECONDS ?= 600
SEED ?= 0
BIN := .venv/bin

.PHONY: book test check test-desk test-pages test-press test-editions test-intake lint dummy previews bench meter fuzz lock clean

book: .venv/press
	$(BIN)/casebook build

test: .venv/dev
	@$(MAKE) --no-print-directory --keep-going -j6 $(TESTS) lint

# Bytecode is kept even where the environment says otherwise: compiling takes longer than most tests.
check test: export PYTHONDONTWRITEBYTECODE =

# Parts of the tests, the longest first; all at once on two cores, for some often wait.
DESK_TESTS := tests/desk
PAGE_TESTS := tests/press tests/composition tests/weasy tests/pagination
EDITION_TESTS := tests/editions tests/rounds
INTAKE_TESTS := tests/intake tests/notice
OTHER_TESTS := $(addprefix --ignore=,$(DESK_TESTS) $(PAGE_TESTS) $(EDITION_TESTS) $(INTAKE_TESTS))
TESTS := test-desk test-pages test-press test-intake test-editions
# Many parts at once keep a desk or a browser waiting longer than it may: what failed is run again,
# and has failed if it fails then too. A part that breaks off (any other status) is not run again.
PYTEST = $(BIN)/python -m pytest -o cache_dir=.pytest_cache/$@
define run_tests
@$(PYTEST) $(FAST) $(1) || { [ $$? = 1 ] && echo "$@: what failed is run again" && \
	$(PYTEST) --last-failed --last-failed-no-failures=none $(1); }
endef
test-desk: .venv/dev
	$(call run_tests,$(DESK_TESTS))
test-pages: .venv/dev
	$(call run_tests,$(PAGE_TESTS))
test-editions: .venv/dev
	$(call run_tests,$(EDITION_TESTS))
test-intake: .venv/dev
	$(call run_tests,$(INTAKE_TESTS))
test-press: .venv/dev
	$(call run_tests,$(OTHER_TESTS))

check: .venv/dev
	@$(MAKE) --no-print-directory --keep-going -j6 FAST='-m "not slow"' \
		$(if $(filter output-sync,$(.FEATURES)),--output-sync=target) $(TESTS) lint

lint: .venv/dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

dummy: .venv/press
	rm -rf build/dummy
	$(BIN)/casebook new --dummy $(CASES) build/dummy
	cd build/dummy && ../../$(BIN)/casebook build

# The pages of the reference and their pictures, from the code as it is now.
.PHONY: reference
reference: .venv/press
	$(BIN)/python -m casebook.manual

previews: .venv/press
	$(BIN)/python -m casebook.layout_preview layouts/*

bench: .venv/dev
	$(BIN)/python tests/bench_press.py --sizes 20,130,520,1300

meter: .venv/dev
	$(BIN)/python tests/measure_notices.py
	$(BIN)/python tests/measure_parcels.py
	$(BIN)/python tests/measure_pages.py $(BOOKS)
	$(BIN)/python tests/measure_tokens.py
	$(BIN)/python tests/measure_tables.py

# How well the proof finds wrong characters, of the slips kept here and of sets of your own: SETS=FOLDER.
.PHONY: meter-proof
meter-proof: .venv/dev
	$(BIN)/python tests/measure_proof.py $(SETS)

fuzz: .venv/dev
	$(BIN)/python tests/fuzz_losses.py $(SEED) $(SECONDS)
	$(BIN)/python tests/fuzz_edits.py $(STEPS) $(SEED)
	$(BIN)/python tests/fuzz_notices.py $(SEED) $$(( $(SECONDS) / 5 ))

# A second `make` finds these newer than what they were made from and installs nothing.
.venv/press: .lock/requirements.txt pyproject.toml .ci/provide
	bash .ci/provide press

.venv/dev: .lock/requirements-dev.txt pyproject.toml .ci/provide
	bash .ci/provide dev

# Versions and checksums only, for every system and Python; no index is named.
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command "make lock"
lock:
	$(LOCK) pyproject.toml .lock/build.in -o .lock/requirements.txt
	$(LOCK) pyproject.toml .lock/build.in --group dev -c .lock/requirements.txt \
		-o .lock/requirements-dev.txt

# The editing component of the desk, from npm by .vendor/package-lock.json, as one file with its licences;
# and axe-core (MPL 2.0), by which the tests look at every view.
.PHONY: vendor
vendor:
	cd .vendor && npm ci --ignore-scripts --no-audit --no-fund && \
		node build.js $(addprefix $(CURDIR)/src/casebook/desk/static/,codemirror.js codemirror.txt) && \
		cp node_modules/axe-core/axe.min.js $(CURDIR)/tests/desk/axe.min.js && \
		cp node_modules/axe-core/LICENSE $(CURDIR)/tests/desk/axe.txt

# What another WeasyPrint changes of what we use of its inside: make contract VERSION=71.0
.PHONY: contract
contract: .venv/press
	$(BIN)/python -m casebook.weasy.comparison $(VERSION)

clean:
	find build -mindepth 1 -not -name .gitignore -delete
	rm -rf dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

# Scans are measured where the extra casebook[ocr] is installed; all of it takes an hour, this a part.
.PHONY: meter-scans
meter: meter-scans
meter-scans: .venv/dev
	@if $(BIN)/python -c "import rapidocr, cv2" 2>/dev/null; \
	then $(BIN)/python tests/measure_scans.py --short serif-200 kai-200-photo sans-200-seal; \
	else echo "scans: not measured, casebook[ocr] is not installed"; fi
