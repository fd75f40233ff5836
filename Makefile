# make setup      .venv with everything in it, of exactly the versions in constraints.txt
# make demo       Firefox's translators, where they can be fetched, and the shipped models for Android, asked
# make app        the Android app with the shipped models in it, signed, and what it weighs; wants a JDK
# make form       format, lint and types alone
# make test-ios   the iOS app's core; where Swift 6 is missing, Debian's is fetched: 0.5 GB, 1.2 GB of disk
# make ios-bundles  the shipped models as the iOS app takes them, into build/ios
# make quick      form, types and the tests that are neither long nor of another platform's tools
# make test       form, types and tests: what has to hold before a change goes in
# make test-real REAL=OUT   trained checkpoints, made by python -m benchmarks.real, in every format
# make test-all   the same with every combination, every program lowered afresh: hours
# make bench      our files beside what the usual tools make; writes benchmarks/results
# make verify-arm  the shipped models on emulated ARM processors, and that they execute no more there
# make wheel      dist/mobilec-*.whl, with the page for browsers, which Node builds
# make clean      takes away what was built; .venv stays

VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/installed
DEMO := build/demo
REAL := build/real
APK := build/app/mobilec-demo-arm64.apk

# Files of tests side by side, the longest first: tests/conftest.py orders them. One process more
# than there are cores, up to four: some wait for a phone's stand-in, for Maven or for a lock.
WORKERS := $(shell n=$$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2); echo $$((n < 4 ? n + 1 : 4)))
PYTEST := $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder
SLOW := product or long or kotlin or swift or apk or web or arm

.PHONY: help setup demo phone-bundles ios-bundles app form style types quick test test-all \
	run-quick run-test run-test-all test-real test-ios bench verify-arm wheel clean

help:
	@sed -n 's/^# make/make/p' Makefile

setup: $(INSTALLED)

# The stamp is written last, so an interrupted setup starts over; a .venv whose pip does not answer
# (half made, or of a Python that is gone) is made anew.
$(INSTALLED): pyproject.toml constraints.txt
	@if ! $(BIN)/python -m pip --version >/dev/null 2>&1; then \
	  for python in python3 python3.13 python3.12 python3.11; do \
	    $$python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
	      2>/dev/null && break; \
	    python=; \
	  done; \
	  if [ -z "$$python" ]; then \
	    echo "mobilec needs Python 3.11, 3.12 or 3.13, and none is on the PATH: install one" >&2; \
	    exit 1; \
	  fi; \
	  $$python -m venv --clear $(VENV); \
	fi
	@echo "installing what constraints.txt lists into $(VENV): some minutes, 6 GB"
	@quiet=; [ -t 1 ] || quiet=-q; \
	  $(BIN)/python -m pip install $$quiet -c constraints.txt -e '.[dev]'
	@touch $@

# Status 1: they are neither in the cache nor to be fetched. Anything else is a failure.
demo: setup
	@if $(BIN)/mobilec export firefox-en-pt --target android -o $(DEMO)/en-pt --overwrite && \
	    $(BIN)/mobilec export firefox-pt-en --target android -o $(DEMO)/pt-en --overwrite; then \
	  $(BIN)/mobilec translate $(DEMO)/en-pt \
	    "Dinner is at 8 p.m. tomorrow. 🎉 Bring your friends!" \
	    "You will find the map at https://example.com/map. It is free." \
	    "The ticket costs €19.90, and children pay half. 😀" && \
	  $(BIN)/mobilec translate $(DEMO)/pt-en \
	    "O jantar é às 20:00 amanhã. 🎉 Traga seus amigos!"; \
	else \
	  status=$$?; [ $$status -eq 1 ] || exit $$status; \
	  echo "without Firefox's translators, on with the models that ship"; \
	fi
	$(BIN)/mobilec export --target android -o $(DEMO)/translation --overwrite
	$(BIN)/mobilec translate $(DEMO)/translation --format executorch \
	  "Where is the station?" \
	  "I would like a cup of coffee." \
	  "She is learning German because she wants to work in Berlin."
	@[ ! -d $(DEMO)/pt-en ] || $(BIN)/mobilec translate $(DEMO)/pt-en $(DEMO)/translation \
	  "Bom dia! 😀 Onde fica a estação?" "Está muito frio hoje."
	$(BIN)/mobilec export sentiment-en --target android -o $(DEMO)/classification --overwrite
	$(BIN)/mobilec classify $(DEMO)/classification --format executorch \
	  "A warm, funny and quietly brilliant film." \
	  "The app crashes every time I open it." \
	  "Not half as bad as everybody says."
	$(BIN)/mobilec inspect $(DEMO)/translation

# What the apps and their tests run, made where sources or models changed: build/phone has both
# formats of both shipped models, build/ios their packages. Tests make them themselves.
phone-bundles ios-bundles: %-bundles: setup
	$(BIN)/python -m tests.bundles $*

app: phone-bundles
	$(BIN)/mobilec bundle build/phone/translation build/phone/sentiment --app android_demo --apk $(APK)
	$(BIN)/mobilec size $(APK)

# Types are looked at beside the tests, whose processes take a while to import what they run.
quick test test-all: style
	@$(MAKE) --no-print-directory --jobs 2 types run-$@

run-quick:
	$(PYTEST) -m "not ($(SLOW) or real or executed)"

run-test:
	$(PYTEST) -m "not (product or real or executed)"

run-test-all:
	MOBILEC_LOWER_AFRESH=1 $(PYTEST) -m "not real"

# One process: a model of 30 million parameters takes 2 GB while it is exported.
test-real: setup
	MOBILEC_REAL=$(abspath $(REAL)) $(BIN)/python -m pytest -m real tests/benchmarks/real

form: style types

style: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: setup
	$(BIN)/mypy

test-ios: setup
	$(BIN)/python -m pytest tests/ios_demo tests/mobilec/ios

bench: setup
	$(BIN)/python -m benchmarks.classifier
	$(BIN)/python -m benchmarks.sizes
	$(BIN)/python -m benchmarks.translation
	$(BIN)/python -m benchmarks.families

verify-arm: setup
	$(BIN)/mobilec arm setup --count
	$(BIN)/python -m benchmarks.arm
	$(BIN)/python -m benchmarks.arm_counts  # what the tests marked `executed` ask, with its figures

# The page is built first, by Node, so that whoever installs the wheel needs none.
wheel: setup
	$(BIN)/python -m mobilec.web.wheel
	$(BIN)/python -m build --wheel

clean:
	rm -rf build dist mobilec/web/built android_demo/*/target *.egg-info .pytest_cache .mypy_cache .ruff_cache
