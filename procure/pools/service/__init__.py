"""What happens in a pool: it is made, bodies are invited, answer, commit, leave, and the list is locked."""

from procure.pools.service.discussion import check_may_write, comment, take_back
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
    on_changed_ceiling,
    on_changed_holders,
    on_changed_lead,
    on_changed_members,
    on_changed_volumes,
    on_dissolved,
    tells_of_tender,
    tender_state,
)
from procure.pools.service.sharing import check_may_share_anew, share_anew

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
    "check_may_share_anew",
    "check_may_write",
    "comment",
    "commit",
    "create",
    "dissolve",
    "edit",
    "invite",
    "is_dispatched",
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
    "share_anew",
    "take_back",
    "take_back_lead",
    "tells_of_tender",
    "tender_state",
    "those_told",
    "withdraw",
]
