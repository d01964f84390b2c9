# Everything one does here. Needs Python 3.11+ with venv; each command does its own set-up.
# Another Python: make run PYTHON=python3.12

PYTHON ?= python3
ARGS ?=

.PHONY: run test check format messages bench screens lock guide-pictures clean

run: ## set up, load the demonstration content, serve on ${HOST:-127.0.0.1}:${PORT:-8000}
	@$(PYTHON) bootstrap.py run

test: ## every test on SQLite and on PostgreSQL; a part of them: make test ARGS="tests/missions -k total"
	@$(PYTHON) bootstrap.py test $(ARGS)

check: ## style, templates, production settings, migrations, imports, translations
	@$(PYTHON) bootstrap.py check

format: ## put Python and templates into the form that check asks for
	@$(PYTHON) bootstrap.py format

messages: ## collect the words to translate into locale/ (needs gettext)
	@$(PYTHON) bootstrap.py messages

bench: ## requests per second on PostgreSQL under gunicorn
	@$(PYTHON) bootstrap.py bench $(ARGS)

screens: ## draw docs/screens anew: every kind of public page, wide and narrow (needs a Chromium)
	@$(PYTHON) bootstrap.py screens $(ARGS)

lock: ## write requirements*.txt and package-lock.json with hashes, from what stands beside them
	@$(PYTHON) bootstrap.py lock

guide-pictures: ## take the pictures of the editors' guide from the running site anew (needs a Chromium)
	@$(PYTHON) bootstrap.py guide-pictures

clean: ## remove what the commands made, the data of `make run` excepted
	@$(PYTHON) bootstrap.py clean
