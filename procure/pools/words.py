"""What a pool says, in sentences: where it is, who must act, who has been reached, what has happened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from fractions import Fraction

from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy

from procure.accounts.models import Organisation
from procure.audit.models import AuditEvent
from procure.domain.policy import Actor
from procure.domain.states import BEFORE_LOCK, ParticipationState, PoolState
from procure.pools.figure_words import percent as percent
from procure.pools.figure_words import percent_sign as percent_sign
from procure.pools.figure_words import rows_of as rows_of
from procure.pools.figure_words import whole_kroner as whole_kroner
from procure.pools.listing import Ours
from procure.pools.models import ApprovalRule, CostKey, Participation, Pool
from procure.pools.sums import Effect
from procure.reference.models import Category
from procure.web.language import day, in_words, join_names, moment, spoken, starting

S = ParticipationState
MOST_NAMED = 6  # of more names, the rest are counted

STATES = {
    S.INVITED: lazy("Invitert"),
    S.WATCHING: lazy("Følger med"),
    S.INTERESTED: lazy("Interessert"),
    S.COMMITTED: lazy("Forpliktet"),
    S.DECLINED: lazy("Takket nei"),
    S.WITHDRAWN: lazy("Trukket"),
    S.RELEASED: lazy("Frigitt"),
}
POOL_STATES = {
    PoolState.FORMING: ("started", lazy("Forberedes")),
    PoolState.OPEN: ("open", lazy("Åpent")),
    PoolState.LOCKED: ("locked", lazy("Låst")),
    PoolState.DONE: ("done", lazy("Avsluttet")),
    PoolState.DISSOLVED: ("withdrawn", lazy("Oppløst")),
}
OURS = {
    Ours.LEADS: lazy("Leder"),
    Ours.TAKES_PART: lazy("Er med"),
    Ours.INVITED: lazy("Er invitert"),
    Ours.WATCHING: lazy("Følger med"),
    Ours.OUT: lazy("Er ute"),
}
OVER = {
    PoolState.DONE: lazy("Fellesskapet er avsluttet"),
    PoolState.DISSOLVED: lazy("Fellesskapet er oppløst"),
}
COST_KEYS = {
    CostKey.INHABITANTS: lazy("etter innbyggertall"),
    CostKey.EQUAL: lazy("likt på alle"),
    CostKey.USERS: lazy("etter antall brukere"),
    CostKey.PUPILS: lazy("etter antall elever"),
    CostKey.MIX: lazy("dels likt, dels etter en nøkkel"),
}
LACKING = {
    CostKey.USERS: lazy("antall brukere"),
    CostKey.INHABITANTS: lazy("antall innbyggere"),
    CostKey.PUPILS: lazy("antall elever"),
}
APPROVAL_RULES = {
    ApprovalRule.ALL: lazy("alle deltakerne må godkjenne versjonen"),
    ApprovalRule.LEAD: lazy("lederen godkjenner versjonen for alle"),
    ApprovalRule.STEERING_GROUP: lazy("en styringsgruppe godkjenner versjonen"),
}
HISTORY = {
    "pool.created": lazy("Fellesskapet ble opprettet"),
    "pool.edited": lazy("Beskrivelsen ble endret"),
    "pool.invited": lazy("%(who)s ble invitert"),
    "pool.reminded": lazy("%(names)s fikk en påminnelse"),
    "pool.cost_key": lazy("Kostnadene ved arbeidet deles på en annen måte enn før"),
    "pool.locked": lazy("Listen ble låst. Deltakere: %(names)s"),
    "pool.listed": lazy("%(names)s ble satt på listen"),
    "pool.opened": lazy("Fellesskapet ble åpnet"),
    "pool.lead_offered": lazy("%(who)s ble spurt om å ta over som leder"),
    "pool.lead_taken_back": lazy("Spørsmålet til %(who)s om å lede ble tatt tilbake"),
    "pool.lead_declined": lazy("%(who)s takket nei til å lede"),
    "pool.handed_over": lazy("%(who)s tok over som leder"),
    "pool.dissolved": lazy("Fellesskapet ble oppløst"),
    "participation.opened": lazy("%(who)s åpnet invitasjonen"),
    "participation.interested": lazy("%(who)s meldte interesse"),
    "participation.watching": lazy("%(who)s følger med uten å delta"),
    "participation.declined": lazy("%(who)s takket nei"),
    "participation.withdrawn": lazy("%(who)s trakk seg"),
    "participation.asked": lazy("%(who)s ba underskriveren forplikte kommunen"),
    "participation.committed": lazy("%(who)s forpliktet seg"),
    "participation.volumes": lazy("%(who)s endret tallene sine"),
    "participation.ceiling": lazy("%(who)s endret rammen eller saksnummeret sitt"),
    "participation.release_asked": lazy("%(who)s ba om å bli frigitt"),
    "participation.release_regretted": lazy("%(who)s ble med likevel"),
    "participation.released": lazy("%(who)s ble frigitt"),
    "option_holder.added": lazy("%(who)s ble ført opp som opsjonstaker"),
    "option_holder.removed": lazy("%(who)s ble tatt av listen over opsjonstakere"),
}


def bodies(count: int) -> str:
    """Count municipalities: «én kommune», «tre kommuner»."""
    return _("én kommune") if count == 1 else _("%(count)s kommuner", count=in_words(count))


def kind(category: Category) -> str:
    """Name a kind of system in the reader's language."""
    return spoken(category, "name")


def names(organisations: Iterable[Organisation]) -> str:
    """Name some bodies in a sentence; of many, the first ones and how many more."""
    known = sorted(each.short_name for each in organisations)
    if len(known) > MOST_NAMED + 1:
        known = [*known[:MOST_NAMED], _("%(count)s til", count=len(known) - MOST_NAMED)]
    return join_names(known)


# --- Where it is ---------------------------------------------------------------------------------


def tag_of(pool: Pool, one: Participation) -> tuple[str, str]:
    """Return how a place in a pool is drawn, and the word for it; the lead is named as such."""
    return tag_in(pool.state, one.state, one.organisation_id == pool.lead_id)


def tag_in(pool: PoolState, place: ParticipationState, leads: bool) -> tuple[str, str]:
    """Return the same as `tag_of`, from the states alone."""
    if pool not in BEFORE_LOCK and place in (S.INVITED, S.WATCHING, S.INTERESTED):
        return "released", _("Ikke med etter låsing")
    if pool is PoolState.FORMING and place is S.INVITED:
        return "waiting", _("På listen, ikke spurt")
    word = str(STATES[place])
    return place.value, _("%(state)s, leder", state=word) if leads else word


def step(pool: Pool) -> int:
    """Return where on the journey a pool is: being gathered, being committed, being drafted."""
    if pool.state not in BEFORE_LOCK:
        return 4
    return 3 if any(each.state is S.COMMITTED for each in pool.participations) else 2


def present(pool: Pool) -> str:
    """Say where the pool is now."""
    committed = sum(each.state is S.COMMITTED for each in pool.remaining)
    return joined(pool.state, committed, len(pool.remaining) - committed)


def joined(pool: PoolState, committed: int, interested: int) -> str:
    """Say how many a pool has gathered, by its state."""
    if pool in OVER:
        return str(OVER[pool])
    if pool not in BEFORE_LOCK:
        return _("Listen er låst med %(bodies)s", bodies=bodies(committed))
    if not committed and not interested:
        return _("Ingen har meldt interesse ennå")
    if not committed:
        return starting(_("%(bodies)s er interessert, ingen er forpliktet", bodies=bodies(interested)))
    sentence = starting(_("%(bodies)s er forpliktet", bodies=bodies(committed)))
    return (
        _("%(start)s, %(count)s er interessert", start=sentence, count=in_words(interested))
        if interested
        else sentence
    )


def upcoming(pool: Pool, now: datetime) -> str:
    """Say what comes next."""
    if pool.state in OVER:
        return _("Ingenting mer skal skje her")
    if pool.state is PoolState.FORMING:
        return _("Lederen åpner fellesskapet og sender invitasjonene")
    if pool.state not in BEFORE_LOCK:
        return _("Lederen lager konkurransen sammen med deltakerne")
    if now <= pool.closes_at:
        return _("Fellesskapet lukkes %(when)s", when=moment(pool.closes_at))
    return _("Fristen gikk ut %(when)s. Listen låses", when=moment(pool.closes_at))


def must_act(pool: Pool, actor: Actor, now: datetime) -> str:
    """Say who must act for the pool to go on: the reader's own body first."""
    if pool.state in OVER:
        return _("Ingen")
    if pool.state is not PoolState.OPEN or now > pool.closes_at:
        return _("Lederen, %(lead)s", lead=pool.lead.short_name)
    own = pool.participation_of(actor.organisation_id)
    if own is not None and own.state is S.INVITED:
        return _("Dere i %(who)s: svar på invitasjonen", who=own.organisation.short_name)
    silent = [each.organisation for each in pool.participations if each.state is S.INVITED]
    unsigned = [each.organisation for each in pool.participations if each.state is S.INTERESTED]
    if unsigned:
        return _("Underskriverne i %(names)s", names=names(unsigned))
    if silent:
        return _("%(names)s har ikke svart", names=names(silent))
    return _("Lederen, %(lead)s, kan låse listen", lead=pool.lead.short_name)


def reach(
    nobody_there: Sequence[Organisation], unopened: Sequence[Organisation], unanswered: Sequence[Organisation]
) -> str:
    """Say in a sentence or three who has not been reached."""
    said = []
    if unanswered:
        said.append(_("%(names)s har åpnet, men ikke svart.", names=names(unanswered)))
    if unopened:
        said.append(_("%(names)s har ikke åpnet invitasjonen.", names=names(unopened)))
    if nobody_there:
        said.append(_("%(names)s har ingen brukere her ennå, så ring dem.", names=names(nobody_there)))
    return " ".join(said)


# --- What has happened ---------------------------------------------------------------------------


def happened(event: AuditEvent) -> str | None:
    """Say what an entry in the log tells; None for what is not told."""
    sentence = HISTORY.get(event.action)
    if sentence is None:
        return None
    details = event.detail.details if event.detail else {}
    listed = details.get("organisations") or details.get("remaining") or []
    return str(sentence) % {"who": details.get("organisation", "–"), "names": join_names(map(str, listed))}


def told(events: Iterable[AuditEvent], people: Mapping[int, str]) -> list[tuple[datetime, str, str]]:
    """Write the log of a pool: when, what, and by whom."""
    return [
        (event.at, text, people.get(event.user_id or 0, ""))
        for event in events
        if (text := happened(event)) is not None
    ]


# --- What an act leads to ------------------------------------------------------------------------


def effects_of_leaving(
    pool: Pool, own: Participation, effect: Effect, told: Sequence[Organisation]
) -> list[str]:
    """Say what a withdrawal leads to, for the pool and for the one who leaves."""
    who = own.organisation.short_name
    said = []
    if own.state is S.COMMITTED:
        said.append(
            _(
                "Forpliktelsen faller bort. Vil dere inn igjen, må %(who)s forpliktes på nytt.",
                who=who,
            )
        )
    if own.organisation_id == pool.lead_id:
        said.append(_("%(who)s leder fortsatt fellesskapet, men deltar ikke i konkurransen.", who=who))
    if effect.after.count == 0:
        said.append(_("Ingen er igjen i fellesskapet."))
    elif effect.after.count == 1:
        said.append(_("Bare én kommune er igjen. Da er det ikke noe felles kjøp."))
    if told:
        said.append(
            _(
                "%(names)s får beskjed med en gang. Grunnen, om dere gir en, ser bare lederen.",
                names=names(told),
            )
        )
    end = own.shared_need.ends_on if own.shared_need else None
    if end is not None:
        said.append(
            _("%(who)s må selv si opp eller fornye avtalen som slutter %(when)s.", who=who, when=day(end))
        )
    else:
        said.append(_("%(who)s må selv finne ut hva som skal skje med avtalen dere har i dag.", who=who))
    return said


def effects_of_locking(pool: Pool, now: datetime) -> list[str]:
    """Say what the lock leads to."""
    said = [
        _("Tallene til de forpliktede er de som går inn i konkurransen."),
        _("En kommune som vil ut etterpå, må be dere om å bli frigitt."),
        _("Alle som er med eller følger med, får beskjed med en gang."),
    ]
    if now <= pool.closes_at:
        said.insert(
            0,
            _(
                "Fristen er ikke ute. De som hadde tenkt å svare før %(when)s, kommer ikke med.",
                when=moment(pool.closes_at),
            ),
        )
    return said


def share_of(one: Participation, shares: Mapping[int, Fraction] | None) -> str:
    """Write one's part of the joint work; "" while unknown."""
    part = shares.get(one.organisation_id) if shares else None
    return "" if part is None else percent_sign(part)


def how_shared(pool: Pool) -> str:
    """Say how the joint cost is shared: «30 prosent likt, resten etter innbyggertall»."""
    if pool.mixed_with is None:
        return str(COST_KEYS[pool.cost_key])
    how = COST_KEYS[pool.mixed_with]
    return _("%(percent)s prosent likt, resten %(how)s", percent=pool.equal_percent, how=how)


def lacks_key(pool: Pool, lacking: Sequence[Participation]) -> str:
    """Say whose part of the key is not known, so that no share can be found."""
    what = LACKING.get(pool.mixed_with or pool.cost_key, "")
    if not lacking:
        return _("Andelene kan ikke regnes ut, for %(what)s er null hos alle.", what=what)
    who = names(each.organisation for each in lacking)
    return _("Andelene kan ikke regnes ut før %(who)s har oppgitt %(what)s.", who=who, what=what)
