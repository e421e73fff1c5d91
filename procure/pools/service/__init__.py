"""What happens in a pool: it is made, bodies are invited, answer, commit, leave, and the list is locked."""

from procure.pools.service.holders import add_option_holder, remove_option_holder
from procure.pools.service.lead import check_may_lock, create, edit, invite, lock, remind
from procure.pools.service.members import (
    ANSWERS,
    answer,
    ask_signatories,
    commit,
    mark_opened,
    note_opened,
    set_ceiling,
    set_volumes,
    withdraw,
)
from procure.pools.service.shared import on_changed_ceiling, on_changed_holders, on_changed_volumes

__all__ = [
    "ANSWERS",
    "add_option_holder",
    "answer",
    "ask_signatories",
    "check_may_lock",
    "commit",
    "create",
    "edit",
    "invite",
    "lock",
    "mark_opened",
    "note_opened",
    "on_changed_ceiling",
    "on_changed_holders",
    "on_changed_volumes",
    "remind",
    "remove_option_holder",
    "set_ceiling",
    "set_volumes",
    "withdraw",
]
