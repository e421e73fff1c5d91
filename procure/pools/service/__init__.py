"""What happens in a pool: it is made, bodies are invited, answer, commit, leave, and the list is locked."""

from procure.pools.service.lead import check_may_lock, create, edit, invite, lock, remind
from procure.pools.service.members import (
    ANSWERS,
    answer,
    ask_signatories,
    commit,
    mark_opened,
    note_opened,
    on_changed_volumes,
    set_volumes,
    withdraw,
)

__all__ = [
    "ANSWERS",
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
    "on_changed_volumes",
    "remind",
    "set_volumes",
    "withdraw",
]
