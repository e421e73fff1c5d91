# Short names for `python3 dev.py …`, and the few tasks that only a developer at work needs.
PYTHON ?= python3
UV = .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
     --no-emit-index-url --no-emit-find-links --no-config --no-header

.PHONY: run test lint check rows bench format lock messages

run test lint check rows bench:
	$(PYTHON) dev.py $@ $(ARGS)

format:
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

# After a pin has moved in a requirements*.in file or package.json.
lock:
	$(UV) requirements.in -o requirements.txt
	$(UV) requirements-dev.in -o requirements-dev.txt
	$(UV) requirements-setup.in -o requirements-setup.txt
	npm install --package-lock-only

# After a sentence that users see was added or changed: bring the catalogues up to date.
messages:
	.venv/bin/pybabel --quiet extract -F procure/translations/babel.cfg -k N_ -k lazy --no-location \
	    --omit-header -o .venv/messages.pot .
	.venv/bin/pybabel --quiet update -i .venv/messages.pot -d procure/translations --no-fuzzy-matching
