"""Who in a pool can wait until when: each one's window, as far as it may be seen, against a common start."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from procure.accounts.models import Organisation
from procure.accounts.queries import alphabetical
from procure.domain.policy import Actor
from procure.domain.pooling import Fit, Suits, Window, common_start, fit, window
from procure.pools.models import Participation, Pool


@dataclass(frozen=True)
class Waits:
    """When one body can change systems, and how the start suits it.

    seen: None where it keeps its need to itself, or has none; the window is open where nothing ends.
    """

    organisation: Organisation
    seen: Window | None
    fit: Fit | None
    mine: bool


@dataclass(frozen=True)
class Horizon:
    """The windows of a pool, the shortest first, and the start that they are held against.

    wanted: the start is what the pool has said, and not merely the first day on which all can change.
    dispatch_on: when its tender is to be sent, if that is decided.
    """

    rows: Sequence[Waits]
    start: date | None
    wanted: bool
    dispatch_on: date | None

    @property
    def known(self) -> list[Waits]:
        """Those whose window is seen and known."""
        return [each for each in self.rows if each.seen and each.seen.earliest]

    def of(self, suits: Suits) -> list[Waits]:
        """Those whom the start suits like that."""
        return [each for each in self.rows if each.fit is not None and each.fit.suits is suits]


def horizon_of(pool: Pool, actor: Actor, today: date, dispatch_on: date | None) -> Horizon:
    """Hold the window of everyone who counts in the pool, and one's own, against the start."""
    places = list(pool.remaining)
    own = pool.participation_of(actor.organisation_id)
    if own is not None and own not in places:
        places.append(own)
    windows = {each.id: _window(each, actor, today) for each in places}
    start = pool.wanted_start_on or common_start(seen for seen in windows.values() if seen)
    rows = [
        Waits(
            each.organisation,
            seen := windows[each.id],
            fit(seen, start) if seen and start else None,
            each is own,
        )
        for each in places
    ]
    return Horizon(sorted(rows, key=patience), start, pool.wanted_start_on is not None, dispatch_on)


def _window(one: Participation, actor: Actor, today: date) -> Window | None:
    """Find a body's window, unless it keeps its need to itself; one's own is always seen."""
    need = one.need
    if need is None:
        return None
    mine = actor.organisation_id in (need.organisation_id, need.keeper_id)
    return window(need.end, today) if mine or need.is_shown else None


def patience(one: Waits) -> tuple[bool, date, date, str]:
    """Sort by how long they can wait; those that are not known last."""
    seen = one.seen or Window(None, None)
    unknown = seen.earliest is None
    return (
        unknown,
        seen.latest or date.max,
        seen.earliest or date.max,
        alphabetical(one.organisation.short_name),
    )
