"""What roles, kinds and states are called on a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flask_babel import lazy_gettext as _

from procure.accounts.models import Kind
from procure.domain.policy import Role

ROLE_NAMES: Mapping[Role, str] = {
    Role.BUYER: _("Innkjøper"),
    Role.SIGNATORY: _("Underskriver"),
    Role.ADVISER: _("Rådgiver"),
    Role.COORDINATOR: _("Koordinator"),
    Role.SUPPLIER: _("Leverandør"),
    Role.LOCAL_ADMIN: _("Administrator"),
    Role.ADMIN: _("Drifter"),
}

ROLE_DUTIES: Mapping[Role, str] = {
    Role.BUYER: _("melder behov, går inn i fellesskap og skriver konkurranser"),
    Role.SIGNATORY: _("binder virksomheten: forplikter den og godkjenner"),
    Role.ADVISER: _("gir råd om konkurranser, og bestemmer ikke"),
    Role.COORDINATOR: _("følger statlige tiltak"),
    Role.SUPPLIER: _("finner konkurranser og laster ned dokumentene"),
    Role.LOCAL_ADMIN: _("slipper folk inn og gir roller, og ser ikke innholdet"),
    Role.ADMIN: _("tar seg av virksomheter og brukere, og ser ikke innholdet"),
}

KIND_NAMES: Mapping[Kind, str] = {
    Kind.MUNICIPALITY: _("Kommune"),
    Kind.COMPANY: _("Interkommunalt selskap (IKS)"),
    Kind.COOPERATION: _("Innkjøpssamarbeid"),
    Kind.ADVISERS: _("Rådgivere (DFØ)"),
    Kind.COORDINATORS: _("Koordinatorer (KS)"),
    Kind.SUPPLIER: _("Leverandør"),
    Kind.OPERATOR: _("Drifter av Samkjøp"),
}


def role_names(roles: Iterable[Role]) -> list[str]:
    """Return the roles' names in the order that roles have, as they stand in a sentence that they begin."""
    held = set(roles)
    first, *more = [str(name) for role, name in ROLE_NAMES.items() if role in held] or [""]
    return [first, *(name.lower() for name in more)]


def role_choices(roles: Iterable[Role]) -> list[tuple[str, str]]:
    """Return roles to tick, each with what it is for."""
    return [(role.value, f"{ROLE_NAMES[role]}: {ROLE_DUTIES[role]}") for role in roles]
