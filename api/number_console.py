"""What `cairn name number` prints: the numbers a road would get by a scheme; nothing is written."""

import sys

import orjson

from api.database import console
from api.numbering_forms import Numbering, NumberingSheet, RowSheet
from api.settings import read_settings
from data import numbering
from layers.numbering_schemes import Compass
from layers.refusal import Refusal

_FORMATS = ("text", "json")


def show_numbers(road: str, scheme: str | None, start: str | None, odd: str | None, form: str) -> None:
    """Print the numbers of the addresses of a road, one a line, or all that is known of them as JSON.

    Raises:
        Refusal: the road, the scheme, a direction or the format is unknown, or the road cannot be numbered.
    """
    if form not in _FORMATS:
        raise Refusal(f"没有“{form}”这种格式", "", f"请选 {' 或 '.join(_FORMATS)}")
    settings = read_settings()
    asked = Numbering(road=road, scheme=scheme, start=_direction(start), odd=_direction(odd))
    chosen = numbering.scheme_of(scheme or settings.numbering_scheme, settings.numbering)
    with console() as session:
        found = numbering.road_of(session, road, settings.county, settings.today())
        shown = numbering.preview(session, found, chosen, asked.wish, [], day=settings.today(), registered=True)
    sheet = NumberingSheet.of(shown)
    if form == "json":
        sys.stdout.write(f"{orjson.dumps(sheet.model_dump(mode='json'), option=orjson.OPT_INDENT_2).decode()}\n")
        return
    sys.stderr.write(f"{sheet.road_name}（{chosen.title}）：{sheet.because}，长 {sheet.length_m:.1f} m\n")
    for row in sheet.numbers:
        sys.stdout.write(f"{_line(row)}\n")


def _line(row: RowSheet) -> str:
    was = f"\t原 {row.old_address}" if row.old_address not in (None, row.address) else ""
    return f"{row.number}\t{row.address}\t{row.side.label}\t{row.chainage_m:.1f} m{was}"


def _direction(word: str | None) -> Compass | None:
    if word is None:
        return None
    known = {member.value: member for member in Compass} | {member.label: member for member in Compass}
    if word not in known:
        raise Refusal(f"没有“{word}”这个方位", "", "请用 东、南、西、北（east、south、west、north）")
    return known[word]
