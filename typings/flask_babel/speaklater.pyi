"""What a lazy sentence truly is, for the places that must know."""

from collections.abc import Callable

class LazyString:
    def __init__(self, func: Callable[..., object], *args: object, **kwargs: object) -> None: ...
