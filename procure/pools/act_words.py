"""What an act of the lead, or of one that leaves, leads to: in sentences, for the page that asks."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from procure.accounts.models import Organisation
from procure.domain.states import BEFORE_LOCK, ParticipationState, PoolState
from procure.pools.models import ApprovalRule, Participation, Pool
from procure.pools.reaching import Answers
from procure.pools.words import APPROVAL_RULES, names
from procure.web.language import day, moment, number


def answered_before(own: Participation) -> str:
    """Say what the municipality answered the last time, and when; "" where it has not answered."""
    at = own.left_at if own.state is ParticipationState.WITHDRAWN else own.answered_at
    if at is None:
        return ""
    if own.state is ParticipationState.INTERESTED:
        return _("Dere meldte interesse %(when)s. Her kan dere endre svaret.", when=day(at))
    if own.state is ParticipationState.WATCHING:
        return _(
            "Dere svarte %(when)s at dere følger med uten å delta. Her kan dere endre svaret.", when=day(at)
        )
    if own.state is ParticipationState.DECLINED:
        return _("Dere takket nei %(when)s. Her kan dere ombestemme dere.", when=day(at))
    if own.state is ParticipationState.WITHDRAWN:
        return _("Dere trakk dere %(when)s. Her kan dere melde interesse igjen.", when=day(at))
    return ""


def effects_of_joining(own: Participation) -> list[str]:
    """Say what it means to be interested."""
    shared = own.shared_need is not None or own.users is not None
    return [
        _("Tallene deres teller med i summene, og de som er med, ser dem.")
        if shared
        else _("Dere teller med. Tallene deres vises først når dere deler dem."),
        _("Kommunen er først forpliktet når en underskriver bekrefter det, før fristen."),
        _("Dere kan trekke dere selv til listen låses, uten grunn og uten kostnad."),
    ]


def effects_of_committing(pool: Pool, own: Participation) -> list[str]:
    """Say what a commitment binds to."""
    who = own.organisation.short_name
    said = [
        _("%(who)s står som deltaker i konkurransen, med navn, organisasjonsnummer og tall.", who=who),
        _(
            "Lederen kjører konkurransen på vegne av alle. Kommunen skal kjøpe av den som vinner, etter sin "
            "egen avtale."
        ),
        _("Før kunngjøring: %(rule)s.", rule=APPROVAL_RULES[pool.approval_rule]),
    ]
    if pool.approval_rule is not ApprovalRule.LEAD:
        said.append(
            _(
                "Samkjøp samler ikke inn svarene fra deltakerne ennå. Lederen henter dem inn utenom, og "
                "godkjenner så versjonen her."
            )
        )
    return said


def effects_of_opening(pool: Pool, listed: Sequence[Organisation]) -> list[str]:
    """Say what it leads to that a prepared pool is opened."""
    said = [
        _(
            "Fellesskapet lukkes %(when)s. Fristen kan siden bare flyttes til senere.",
            when=moment(pool.closes_at),
        )
    ]
    if listed:
        said.insert(0, _("De dere velger, får et varsel her og en e-post med en gang."))
    said.append(_("De inviterte ser navnet, formålet og vilkårene, og hvem andre som er spurt."))
    said.append(_("Dere kan invitere flere til fristen."))
    return said


def effects_of_release(pool: Pool, one: Participation, left: int, *, has_tender: bool) -> list[str]:
    """Say what it leads to that a body is let go."""
    who = one.organisation.short_name
    said = [_("%(who)s er ute for godt. Listen er låst, så kommunen kan ikke komme inn igjen.", who=who)]
    if left == 1:
        said.append(_("Bare én kommune er igjen. Da er det ikke noe felles kjøp."))
    if has_tender:
        said += [
            _("Antall, avvik og linjer i anslaget som gjaldt %(who)s, tas ut av konkurransen.", who=who),
            _(
                "Er anslaget summen av linjene, regnes det ut på nytt. Et anslag som er skrevet for hånd, "
                "må dere endre selv."
            ),
            _("Delene til dem som er igjen, blir større. En ramme som da er for lav, stopper avsendelsen."),
            _("Tekster %(who)s skulle skrive, går tilbake til dere.", who=who),
            _("Godkjenninger som er gitt, faller bort. Dokumentene må fryses og godkjennes på nytt."),
        ]
    if one.organisation_id == pool.lead_id:
        said.append(_("%(who)s leder fortsatt fellesskapet, men deltar ikke i konkurransen.", who=who))
    said.append(_("Alle som er igjen, og %(who)s selv, får beskjed med en gang.", who=who))
    return said


def effects_of_asking(pool: Pool, own: Participation) -> list[str]:
    """Say what it leads to that a body asks to be let go."""
    return [
        _("%(lead)s får beskjed med en gang, og må la dere gå.", lead=pool.lead.short_name),
        _("Lederen skriver fra hvilken dag, og hva det koster etter fullmakten deres."),
        _("Til det er gjort, er %(who)s forpliktet, og teller med.", who=own.organisation.short_name),
        _("Dere kan ta det tilbake til lederen har frigitt dere. Etterpå kan dere ikke komme inn igjen."),
        _("Når konkurransen er sendt til kunngjøring, kan ingen frigis lenger."),
    ]


def effects_of_dissolving(pool: Pool, told: Sequence[Organisation], *, has_tender: bool) -> list[str]:
    """Say what it leads to that a pool is dissolved."""
    if pool.state is PoolState.FORMING:
        return [
            _("Ingen er invitert ennå, så ingen får beskjed. Listen over dem dere ville spørre, slettes.")
        ]
    said = [_("Ingen er bundet lenger. Behovene deres er som før, og kan samles på nytt.")]
    if pool.state not in BEFORE_LOCK:
        said.append(_("Forpliktelsene faller bort."))
    if has_tender:
        said.append(_("Konkurransen avlyses. Alt som er skrevet, kan fortsatt leses av dem som var med."))
    others = [each for each in told if each.id != pool.lead_id]
    if others:
        said.append(_("%(names)s får beskjed med en gang, og ser grunnen.", names=names(others)))
    return said


def effects_of_handing_over(pool: Pool, *, has_tender: bool) -> list[str]:
    """Say what it leads to that another body leads."""
    said = [
        _("Ingenting skjer før de har svart ja. Til da leder dere, og kan ta spørsmålet tilbake."),
        _(
            "Svarer de ja, leder de fra samme øyeblikk. Da kan dere ikke lenger invitere, låse, endre eller "
            "sende."
        ),
        _("Deltakelsen deres, tallene og forpliktelsen er som før."),
        _("Alle som er med, får beskjed når ledelsen skifter. Det står i historikken."),
    ]
    if pool.participation_of(pool.lead_id) is None:
        said[2] = _("Dere deltar ikke selv, og ser ikke fellesskapet når andre leder det.")
    if has_tender:
        said.append(_("Konkurransen følger med. Godkjenninger faller bort, for dokumentene navngir lederen."))
    return said


def effects_of_taking_over(pool: Pool, *, has_tender: bool) -> list[str]:
    """Say what it means to lead, for the body that is asked."""
    said = [
        _("Dere inviterer, påminner og låser listen, og frigir dem som ber om det."),
        _(
            "Dere leder fra det øyeblikket dere svarer ja. %(lead)s kan ikke lenger handle som leder.",
            lead=pool.lead.name,
        ),
        _("Å lede forplikter ikke kommunen til å kjøpe. Det gjør bare underskriveren."),
        _("Alle som er med, får beskjed. Vil dere ikke lede lenger, spør dere en annen på samme måte."),
    ]
    if has_tender:
        said.insert(
            1,
            _(
                "Konkurransen følger med: dere skriver den ferdig, fryser versjoner og sender den til "
                "kunngjøring."
            ),
        )
    return said


def reached(found: Answers) -> str:
    """Say how the invitations stand, in figures."""
    facts = {name: number(count) for name, count in found._asdict().items()}
    return _(
        "Sendt til %(sent)s, åpnet av %(opened)s, besvart av %(answered)s. "
        "Ja: %(yes)s. Følger med: %(watching)s. Nei: %(no)s. Ikke svart: %(silent)s.",
        **facts,
    )
