"""What happens in a pool: it is made, bodies are invited, answer, commit, leave, and the list is locked."""

from procure.pools.service.ending import check_may_dissolve, dissolve, those_told
from procure.pools.service.holders import add_option_holder, remove_option_holder
from procure.pools.service.lead import check_may_lock, create, edit, invite, lock, open_up
from procure.pools.service.leading import answer_lead, check_may_hand_over, offer_lead, take_back_lead
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
from procure.pools.service.release import ask_release, check_may_release, regret_release, release
from procure.pools.service.reminders import remind, remind_the_silent
from procure.pools.service.shared import (
    is_dispatched,
    knows_of_dispatch,
    on_changed_ceiling,
    on_changed_holders,
    on_changed_lead,
    on_changed_members,
    on_changed_volumes,
    on_dissolved,
)

__all__ = [
    "ANSWERS",
    "add_option_holder",
    "answer",
    "answer_lead",
    "ask_release",
    "ask_signatories",
    "check_may_dissolve",
    "check_may_hand_over",
    "check_may_lock",
    "check_may_release",
    "commit",
    "create",
    "dissolve",
    "edit",
    "invite",
    "is_dispatched",
    "knows_of_dispatch",
    "lock",
    "mark_opened",
    "note_opened",
    "offer_lead",
    "on_changed_ceiling",
    "on_changed_holders",
    "on_changed_lead",
    "on_changed_members",
    "on_changed_volumes",
    "on_dissolved",
    "open_up",
    "regret_release",
    "release",
    "remind",
    "remind_the_silent",
    "remove_option_holder",
    "set_ceiling",
    "set_volumes",
    "take_back_lead",
    "those_told",
    "withdraw",
]
