"""What is costly to make, kept by the stamp of what it was made of; the least lately used goes first."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


class Shelf(Generic[Thing]):
    """A few things by their stamps; ask from any thread."""

    def __init__(self, most: int) -> None:
        self._most, self._kept, self._lock = most, OrderedDict[Hashable, Thing](), Lock()

    def of(self, stamp: Hashable, make: Callable[[], Thing]) -> Thing:
        """The thing of a stamp, made when it is not there; two that ask at once may both make it."""
        with self._lock:
            if stamp in self._kept:
                self._kept.move_to_end(stamp)
                return self._kept[stamp]
        made = make()
        with self._lock:
            self._kept[stamp] = made
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made
