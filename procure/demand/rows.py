"""Fields for lists that people have made for themselves: they take what stands there, when it can be read."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from procure.demand.endings import Ending, read_ending, read_months
from procure.domain.money import Ore
from procure.web.forms import KronerField, WholeNumberField


class EndingField(WholeNumberField):
    """How a contract ends, in whatever way it is said; `data` is an `Ending`."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = Ending()
        super().process_formdata(valuelist)
        self.data = self.data or Ending()

    def read(self, text: str) -> Any:
        return read_ending(text)


class MonthsField(WholeNumberField):
    """A length of time, with or without its unit; `data` is a number of months or None."""

    def read(self, text: str) -> int:
        return super().read(str(read_months(text)))


class RoundedKronerField(KronerField):
    """An amount that a spreadsheet may have reckoned out to many decimals: it is rounded to whole øre."""

    def read(self, text: str) -> Ore:
        if re.fullmatch(r"-?\d+,\d{3,}", text):
            rounded = Decimal(text.replace(",", ".")).quantize(Decimal("0.01"), ROUND_HALF_UP)
            text = str(rounded).replace(".", ",")
        return super().read(text)
