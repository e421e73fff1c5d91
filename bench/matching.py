"""Time the matching of all needs there are: `python -m bench.matching [--postgresql]`."""

from __future__ import annotations

import argparse
import gc
from time import perf_counter

from sqlalchemy import select

from bench import stands
from bench.report import machine
from bench.rows import Scale
from procure import clock, db
from procure.demand.matching import asks, fitting
from procure.demand.models import Need

SCALE = Scale(300, needs=36)


def main(*, postgresql: bool) -> None:
    """Fill a platform, and find for every need that looks for others the bodies that fit."""
    with stands.kinds(postgresql=postgresql) as databases, stands.stand(databases, SCALE) as stand:
        print(machine(stand.app))
        with stand.app.app_context(), db.reading() as session:
            needs = [need for need in session.scalars(select(Need)) if asks(need)]
            gc.collect()
            gc.freeze()
            start = perf_counter()
            found = fitting(session, needs, clock.today())
            seconds = perf_counter() - start
    pairs = sum(map(len, found.values()))
    print(
        f"{len(needs)} needs, {pairs} who fit, {seconds:.2f} s from asking the database to the last answer."
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.matching", description=__doc__)
    parser.add_argument("--postgresql", action="store_true", help="measure on PostgreSQL, not SQLite")
    main(postgresql=parser.parse_args().postgresql)
