# Two commands do all the set-up: `make run` opens the sample workspace, `make test` checks everything.
# They need python3 (3.11 to 3.13), pip or venv, and make; everything else is fetched into .venv.
VENV ?= .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help run test lint types layers translations pytest test-team bench bench-team bench-train screenshots standalone dist-check clean

help:
	@echo "make run          open the sample workspace in the window (sets everything up first)"
	@echo "make test         ruff, mypy, import layers, translations, pytest"
	@echo "make test-team    the tests against a PostgreSQL server, which it installs where it can"
	@echo "make bench        timings as ratios against a baseline measured in the same run"
	@echo "make bench-team   thirty annotators for two minutes against PostgreSQL, with cut connections and hard restarts"
	@echo "make bench-train  trainings beside spaCy's own, scores and processor time; takes hours"
	@echo "make screenshots  the pictures of the documentation, taken from the real window"
	@echo "make standalone   a folder that starts without Python: dist/annotator"
	@echo "make dist-check   wheel, sdist and standalone folder, built and started from clean"
	@echo "make clean        remove the environment and caches"

run: $(VENV)/.run
	@.ci/qt-libraries $(BIN)/python
	@.ci/display
	@$(BIN)/annotator open --sample

test: $(VENV)/.dev
	@.ci/qt-libraries $(BIN)/python
	@$(MAKE) --no-print-directory lint types layers translations pytest

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy
	$(BIN)/mypy --platform win32 --cache-dir .mypy_cache/windows

layers: $(VENV)/.dev
	$(BIN)/lint-imports

translations: $(VENV)/.dev
	$(BIN)/python -m annotator.gui.i18n.build --check

pytest: $(VENV)/.dev
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n auto --dist loadfile

test-team: $(VENV)/.dev
	@.ci/postgresql
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest tests/conformance tests/unit/team tests/e2e/test_team.py tests/gui/team

bench-team: $(VENV)/.dev
	@.ci/postgresql
	$(BIN)/python tests/benchmarks/bench_team.py --seconds 240

bench: $(VENV)/.dev
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.benchmarks

bench-train: $(VENV)/.dev
	$(BIN)/python tests/benchmarks/bench_train.py

screenshots: $(VENV)/.dev
	$(BIN)/python -m annotator.gui.screenshots

standalone: $(VENV)/.run
	@VENV=$(VENV) .packaging/standalone

dist-check: $(VENV)/.run
	@VENV=$(VENV) .packaging/dist-check

$(VENV)/.run: pyproject.toml .ci/environment
	@.ci/environment $(VENV) run
	@touch $@

$(VENV)/.dev: pyproject.toml .ci/environment
	@.ci/environment $(VENV) dev
	@touch $@ $(VENV)/.run

clean:
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
