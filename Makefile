# Every command makes what it needs by itself: the virtual environment, the database, the broker.
# Choose an interpreter with PYTHON=, hand arguments on with ARGS=.
PYTHON ?= python3
ARGS ?=
SHARED = --numprocesses auto --maxprocesses 3

.DEFAULT_GOAL := help
.PHONY: help run backup restore drill test mutants fuzz matrix walks costs histories oracle links journeys pairs outage setup-path tables bench check hooks format shell manage psql messages pictures capabilities rooms lock clean

help: ## Show the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 20

run: ## Start the whole system and print its address and logins; NOW=2026-12-31T23:50 sets a trial clock
	@$(PYTHON) -m ops run

backup: ## Write an encrypted backup of the database into var/backups; ARGS="--to FOLDER", "--base", "--new-key FILE"
	@$(PYTHON) -m ops backup $(ARGS)

restore: ## Put a backup back and check it: FILE=..., ARGS="--identity FILE", "--until '2026-11-28 10:15:00' --wal FOLDER"
	@$(PYTHON) -m ops restore $(FILE) $(ARGS)

drill: ## Lose the database in three ways, restore it, and say how long that took and what was lost
	@$(PYTHON) -m ops drill $(ARGS)

test: ## Run every check and test; ARGS="-k visit" runs chosen tests only
	@$(PYTHON) -m ops test $(if $(ARGS),-- $(ARGS))

matrix: ## Try every address x method x role x place, with each layer of protection switched off in turn
	@$(PYTHON) -m ops test -- tests/test_matrix.py tests/test_hidden_disputes.py tests/pages/test_closed_rows.py tests/pages/test_after_a_move.py tests/pages/test_every_form.py tests/pages/test_every_post.py tests/pages/test_asks_why_late.py tests/test_dead_ends.py tests/test_foreign.py tests/test_access.py tests/test_get_writes_nothing.py tests/asvs/test_web.py --matrix=1 $(SHARED)

walks: ## Run every test in all its cases; a run of all tests takes those of today (tests/by_day.py)
	@$(PYTHON) -m ops test -- --walks $(SHARED)

costs: ## Write anew which tests have their turns because they take long, of what the last run of all tests took
	@$(PYTHON) -m ops exec --test -- python -m tests.by_day

histories: ## Go through long random histories and compare every reader, page, list and file; ARGS=200 says how many
	@$(PYTHON) -m ops test -- tests/reports/test_histories.py --histories=$(or $(ARGS),200) -n0

oracle: ## Compare every figure of the demonstration county and of random histories with an independent count
	@$(PYTHON) -m ops test -- tests/demo/test_oracle.py tests/oracle --oracle -n0 -s

links: ## Follow the links behind the numbers of a share of the boards, reports and comparisons of everybody; ARGS=0.01
	@$(PYTHON) -m ops test -- tests/demo/test_every_drill.py --links=$(or $(ARGS),0.01) -n0 -s

journeys: ## Open every page in a browser in every role that has it, and walk every story; a test takes a third a day
	@$(PYTHON) -m ops test -- tests/journeys --pages=1 -n0

pairs: ## Try every pair of actions on one row at the same moment
	@$(PYTHON) -m ops test -- tests/pages/test_pairs.py --pairs=1 -n0

tables: ## Compare tables that got their newest migrations later with those made at once
	@$(PYTHON) -m ops test -- tests/ops/test_grown_tables.py --tables -n0

setup-path: ## Go from an empty county to the first logged visit in a real browser; counts clicks and seconds
	@$(PYTHON) -m ops test -- tests/journeys/test_set_up.py --set-up -n0 -s

outage: ## Kill the database while somebody saves, in a real browser
	@$(PYTHON) -m ops test -- tests/journeys/test_database_gone.py -n0

check: ## Run the checks without the tests
	@$(PYTHON) -m ops test --checks

fuzz: ## Send odd requests and malformed files; ARGS="--requests 200000 --files 2000 --seed 1"
	@$(PYTHON) -m ops exec --test -- python -m tests.fuzz $(ARGS)

mutants: ## Take each book out of each list of books; a test must fail for every one
	@$(PYTHON) -m ops exec --test -- python -m tests.mutate_books $(ARGS)

bench: ## Measure what is promised about speed; ARGS="--scale prefecture" in a larger country, ARGS="--peers" against others
	@$(PYTHON) -m ops bench $(ARGS)

hooks: ## Check what is committed before each commit of this clone (.pre-commit-config.yaml)
	@$(PYTHON) -m ops hooks

format: ## Format Python code and templates
	@$(PYTHON) -m ops format

shell: ## Open a Django shell as the database owner
	@$(PYTHON) -m ops exec --owner -- python manage.py shell

manage: ## Run a management command as the database owner, e.g. ARGS="showmigrations"
	@$(PYTHON) -m ops exec --owner -- python manage.py $(ARGS)

psql: ## Open the database with psql
	@$(PYTHON) -m ops exec --owner -- psql

messages: ## Collect texts for translation and list what is untranslated
	@$(PYTHON) -m ops messages extract
	@$(PYTHON) -m ops messages missing

pictures: ## Take the pictures of the documentation from the demonstration county
	@$(PYTHON) -m ops pictures

capabilities: ## Write docs/capabilities.md anew from docs/capabilities.toml
	@$(PYTHON) -m ops capabilities

rooms: ## Make the picture of the floors and the tables of the rooms from config/rooms.py
	@$(PYTHON) -m ops rooms

lock: ## Write the lock files anew from requirements.txt and the .in files
	@$(PYTHON) -m ops lock

clean: ## Delete caches and built files; data, secrets and logs stay
	@rm -rf var/cache var/static var/vendor var/stamps node_modules .venv
