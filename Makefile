# `make run` and `make test` are all that a newcomer needs.
.POSIX:
PY = .venv/bin/python

run: ## set everything up and open the page in the browser; Ctrl+C ends it
	@tools/setup.sh run
	@.venv/bin/levelhip serve

sample: ## analyse the bundled sample recording and open its report
	@tools/setup.sh run
	@.venv/bin/levelhip sample --analyse --out out/sample

setup: ## make .venv, install the pinned packages, make the pose model
	@tools/setup.sh run

test: ## every check and test
	@tools/setup.sh test
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	.venv/bin/lint-imports
	.venv/bin/codespell src tests docs tools accuracy bench README.md
	$(PY) -m pytest -q -n 3 --dist worksteal

accuracy: ## compare with the recordings of LEVELHIP_DATA (default ../shared/data); writes docs/accuracy.md
	@tools/setup.sh test
	$(PY) -m accuracy

bench: ## time against peers on the same work; writes docs/performance.md
	@tools/setup.sh bench
	$(PY) -m bench

words: ## collect what is said and shown, list what is not translated yet
	@tools/setup.sh test
	tools/words.sh

transcripts: ## write docs/transcripts anew: a whole session of every protocol, to be read
	@tools/setup.sh test
	$(PY) -m tools.transcripts

screens: ## take docs/screens anew: pictures of every page and state, to be looked at
	@tools/setup.sh test
	$(PY) -m tools.screens

lock: ## pin the newest allowed versions anew
	@tools/setup.sh test
	tools/lock.sh

clean: ## remove what `make` made
	rm -rf .venv out pose-weights/node_modules src/levelhip/models/*.task src/levelhip/locale/*/LC_MESSAGES/*.mo

help: ## this list
	@grep -hE '^[a-z]+:.*##' Makefile | sed 's/:.*## /\t/'

.PHONY: run sample setup test accuracy bench words transcripts screens lock clean help
