"""What happens to organisations, people and sessions."""

from procure.accounts.register import register_municipalities
from procure.accounts.service.access import ask_for_access, confirm_address, grant, refuse
from procure.accounts.service.identity import (
    act_for,
    ask_for_reset,
    change_password,
    choose_password,
    confirm_identity,
    edit_account,
    end_every_session,
    end_session,
    sign_in,
    sign_out,
)
from procure.accounts.service.organisations import create_organisation, tie_domain, untie_domain
from procure.accounts.service.people import (
    create_user,
    deactivate,
    invite,
    invite_again,
    on_leaving,
    set_roles,
)

__all__ = [
    "act_for",
    "ask_for_access",
    "ask_for_reset",
    "change_password",
    "choose_password",
    "confirm_address",
    "confirm_identity",
    "create_organisation",
    "create_user",
    "deactivate",
    "edit_account",
    "end_every_session",
    "end_session",
    "grant",
    "invite",
    "invite_again",
    "on_leaving",
    "refuse",
    "register_municipalities",
    "set_roles",
    "sign_in",
    "sign_out",
    "tie_domain",
    "untie_domain",
]
