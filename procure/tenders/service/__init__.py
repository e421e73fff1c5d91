"""What happens to a tender: the only code that changes its rows."""

from procure.tenders.service.agreement import find_agreements, rearrangement
from procure.tenders.service.attachments import (
    add_attachment,
    edit_attachment,
    move_attachment,
    remove_attachment,
)
from procure.tenders.service.bulk import (
    Change,
    change_requirements,
    chosen,
    place_requirements,
    remove_requirements,
)
from procure.tenders.service.changes import add_change, edit_change, move_change, remove_change
from procure.tenders.service.clauses import omit_clause, restore_clause
from procure.tenders.service.criteria import (
    add_criterion,
    edit_criterion,
    move_criterion,
    remove_criterion,
    set_climate,
    set_mode,
    set_weights,
)
from procure.tenders.service.deviations import deviation_of, remove_deviation, set_deviation
from procure.tenders.service.estimate import (
    add_estimate_line,
    edit_estimate_line,
    propose_estimate_lines,
    remove_estimate_line,
    use_estimate,
)
from procure.tenders.service.forms import leave_out_form, take_in_form
from procure.tenders.service.intake import import_requirements
from procure.tenders.service.lots import add_lot, edit_lot, move_lot, remove_lot
from procure.tenders.service.membership import state_of
from procure.tenders.service.own_sections import (
    FIRST,
    add_section,
    bring_back,
    check_own,
    place_section,
    remove_section,
)
from procure.tenders.service.owners import assign_sections, give_back_left, take_back
from procure.tenders.service.picking import edition_facts, pick_requirements, take_edition
from procure.tenders.service.prices import (
    Counted,
    add_line,
    edit_line,
    move_line,
    remove_line,
    set_quantities,
)
from procure.tenders.service.qualifications import (
    add_qualification,
    add_usual_qualifications,
    edit_qualification,
    move_qualification,
    remove_qualification,
)
from procure.tenders.service.requirements import (
    SCORED,
    add_requirement,
    edit_requirement,
    move_requirement,
    remove_requirement,
    restore_requirement,
)
from procure.tenders.service.scoring import set_scoring
from procure.tenders.service.sections import NO_STANDARD, restore_section, save_section, use_standard
from procure.tenders.service.state import OPEN, check_open, touched
from procure.tenders.service.tender import UNKNOWN_LAW, answer, create, follow_guide
from procure.tenders.service.timetable import set_days

__all__ = [
    "FIRST",
    "NO_STANDARD",
    "OPEN",
    "SCORED",
    "UNKNOWN_LAW",
    "Change",
    "Counted",
    "add_attachment",
    "add_change",
    "add_criterion",
    "add_estimate_line",
    "add_line",
    "add_lot",
    "add_qualification",
    "add_requirement",
    "add_section",
    "add_usual_qualifications",
    "answer",
    "assign_sections",
    "bring_back",
    "change_requirements",
    "check_open",
    "check_own",
    "chosen",
    "create",
    "deviation_of",
    "edit_attachment",
    "edit_change",
    "edit_criterion",
    "edit_estimate_line",
    "edit_line",
    "edit_lot",
    "edit_qualification",
    "edit_requirement",
    "edition_facts",
    "find_agreements",
    "follow_guide",
    "give_back_left",
    "import_requirements",
    "leave_out_form",
    "move_attachment",
    "move_change",
    "move_criterion",
    "move_line",
    "move_lot",
    "move_qualification",
    "move_requirement",
    "omit_clause",
    "pick_requirements",
    "place_requirements",
    "place_section",
    "propose_estimate_lines",
    "rearrangement",
    "remove_attachment",
    "remove_change",
    "remove_criterion",
    "remove_deviation",
    "remove_estimate_line",
    "remove_line",
    "remove_lot",
    "remove_qualification",
    "remove_requirement",
    "remove_requirements",
    "remove_section",
    "restore_clause",
    "restore_requirement",
    "restore_section",
    "save_section",
    "set_climate",
    "set_days",
    "set_deviation",
    "set_mode",
    "set_quantities",
    "set_scoring",
    "set_weights",
    "state_of",
    "take_back",
    "take_edition",
    "take_in_form",
    "touched",
    "use_estimate",
    "use_standard",
]
