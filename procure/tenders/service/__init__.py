"""What happens to a tender: the only code that changes its rows."""

from procure.tenders.service.criteria import (
    add_criterion,
    edit_criterion,
    remove_criterion,
    set_climate,
    set_weights,
)
from procure.tenders.service.estimate import (
    add_estimate_line,
    edit_estimate_line,
    propose_estimate_lines,
    remove_estimate_line,
    use_estimate,
)
from procure.tenders.service.lots import add_lot, edit_lot, move_lot, remove_lot
from procure.tenders.service.prices import Counted, add_line, edit_line, move_line, remove_line
from procure.tenders.service.requirements import (
    add_requirement,
    edit_requirement,
    move_requirement,
    pick_requirements,
    remove_requirement,
)
from procure.tenders.service.sections import save_section
from procure.tenders.service.state import OPEN, check_open, touched
from procure.tenders.service.tender import answer, create, follow_guide

__all__ = [
    "OPEN",
    "Counted",
    "add_criterion",
    "add_estimate_line",
    "add_line",
    "add_lot",
    "add_requirement",
    "answer",
    "check_open",
    "create",
    "edit_criterion",
    "edit_estimate_line",
    "edit_line",
    "edit_lot",
    "edit_requirement",
    "follow_guide",
    "move_line",
    "move_lot",
    "move_requirement",
    "pick_requirements",
    "propose_estimate_lines",
    "remove_criterion",
    "remove_estimate_line",
    "remove_line",
    "remove_lot",
    "remove_requirement",
    "save_section",
    "set_climate",
    "set_weights",
    "touched",
    "use_estimate",
]
