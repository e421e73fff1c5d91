"""How long documents take, beside what else could print them: `python -m bench.documents --help`."""
