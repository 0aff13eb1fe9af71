"""The clocks of the law that run for a case, as the desk is told them."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from api.naming_forms import ClockSheet
from api.settings import Settings
from data.naming_clocks import Office, clocks_of, office_of
from layers.clocks import ClockState, Due


@dataclass(frozen=True)
class Watch:
    """By what clocks are read: the office's days, hours and periods, and the moment in Beijing."""

    office: Office
    now: dt.datetime

    @property
    def today(self) -> dt.date:
        """The day of the moment."""
        return self.now.date()

    def told(
        self,
        case: Row[Any],
        entries: Sequence[Row[Any]],
        items: Iterable[Any],
        objections: Iterable[Row[Any]] = (),
    ) -> list[ClockSheet]:
        """The clocks of a case by its head, its entries and its names, the most pressing first."""
        kinds = [item.kind for item in items]
        faces = clocks_of(self.office, case, entries, now=self.now, kinds=kinds, objections=objections)
        return [_sheet(face) for face in faces]


def watch(session: Session, settings: Settings) -> Watch:
    """The office's watch; read once for many cases."""
    return Watch(office_of(session, *settings.office_times), settings.now())


def most_pressing(clocks: Sequence[ClockSheet]) -> ClockSheet | None:
    """Of the clocks that still run the most pressing one."""
    return next((clock for clock in clocks if clock.state != ClockState.MET.value), None)


def _sheet(face: Due) -> ClockSheet:
    return ClockSheet(
        id=face.clock.id,
        title=face.clock.title,
        article=face.clock.article,
        due_on=face.due_on,
        left_days=face.left_days,
        day_kind=face.clock.day_kind.value,
        state=face.state.value,
        because=face.because,
        started_on=face.started_on,
    )
