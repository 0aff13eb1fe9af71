"""Rules and what they find."""

from typing import ClassVar

from layers.fields import Count, Name, optional, required
from layers.record import Group, Layer, Record, Symbol
from layers.rules import Severity, reminder, rule


class Shed(Record):
    """A shed."""

    layer: ClassVar = Layer("sheds", "棚", Group.RESCUE, "POINT", Symbol("shed", "sand"), "—", "name", within=())

    name: Name = required("名称")
    doors: Count | None = optional("门")

    @rule("doors", "棚不能没有门")
    def it_can_be_entered(self) -> bool:
        """A shed has a door."""
        return self.doors != 0

    @reminder("doors", "门太多，请核对")
    def doors_are_few(self) -> bool:
        """More than three doors are a mistake."""
        return self.doors is None or self.doors <= 3


class OpenShed(Shed):
    """A shed that needs no door."""

    @rule("doors", "敞棚不设门")
    def it_can_be_entered(self) -> bool:
        """An open shed has none."""
        return not self.doors


def test_an_error_refuses_and_a_reminder_does_not() -> None:
    [missing] = Shed(name="一号棚", doors=0).findings()
    [many] = Shed(name="二号棚", doors=4).findings()
    assert (missing.message, missing.field, missing.severity, missing.refuses) == (
        "棚不能没有门",
        "doors",
        Severity.ERROR,
        True,
    )
    assert (many.severity, many.refuses) == (Severity.WARNING, False)


def test_what_is_unknown_breaks_nothing() -> None:
    assert Shed(name="三号棚").findings() == []


def test_a_namesake_replaces_the_law_it_inherits_and_the_others_stay() -> None:
    assert [law.name for law in OpenShed.rules()] == ["it_can_be_entered", "doors_are_few"]
    assert [found.message for found in OpenShed(name="敞棚", doors=4).findings()] == ["敞棚不设门", "门太多，请核对"]
