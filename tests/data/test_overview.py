"""What the register holds on a day, and what was done last."""

from sqlalchemy.orm import Session

from data import history, loading, overview, register
from data.overview import Tally
from layers.atlas import ATLAS
from layers.nursing_homes import NursingHome
from tests.data.deeds import INVENTED, LEDGER, NEW_YEAR, SEAT, day, entry, home


def test_every_layer_is_tallied_in_the_order_of_the_atlas(session: Session) -> None:
    register.enter(session, home("H-1"), SEAT, valid_from=NEW_YEAR, provenance=LEDGER)
    register.enter(session, home("H-2"), SEAT, valid_from=day("2020-01-01"), provenance=INVENTED)
    tallies = overview.tallies(session, day("2024-12-31"))
    assert list(tallies) == [record.layer.id for record in ATLAS]
    assert tallies["nursing_homes"] == Tally(2, 1)
    assert tallies["roads"] == Tally(0, 0)
    assert overview.counts(session, day("2019-12-31"))["nursing_homes"] == 1
    assert overview.counts(session)["nursing_homes"] == 2


def test_the_newest_deed_comes_first_with_its_reason(session: Session) -> None:
    history.sign(session, clerk="王芳")
    register.enter(session, home("H-1"), SEAT, valid_from=NEW_YEAR, provenance=LEDGER, because="首次登记")
    register.amend(session, home("H-1", beds=9), as_of=NEW_YEAR, because="台账抄错")
    register.withdraw(session, "nursing_homes", "H-1", because="重复录入")
    told = [(change.deed, change.identity, change.because, change.recorded_by) for change in overview.changes(session)]
    assert told == [
        ("delete", "H-1", "重复录入", "王芳"),
        ("update", "H-1", "台账抄错", "王芳"),
        ("insert", "H-1", "首次登记", "王芳"),
    ]


def test_a_load_is_one_change(session: Session) -> None:
    rows = [entry(home(f"H-{number}")) for number in range(5)]
    loading.load(session, NursingHome, rows, because="年度导入")
    (change,) = overview.changes(session)
    assert (change.deed, change.count, change.because) == ("insert", 5, "年度导入")
    assert overview.changes(session, limit=0) == []
