"""What happens to needs: one, question by question; many at once, from a table or a spreadsheet."""

from procure.demand.service.many import Wanted, bring_in, register_several, settled_row
from procure.demand.service.one import answer, begin, concern, share, withdraw

__all__ = [
    "Wanted",
    "answer",
    "begin",
    "bring_in",
    "concern",
    "register_several",
    "settled_row",
    "share",
    "withdraw",
]
