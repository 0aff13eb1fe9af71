"""Colours that can be read: contrast by WCAG's formula, and by eyes that miss a cone."""

from itertools import combinations, pairwise

import pytest

from layers.atlas import ATLAS
from maps.palette import ACCENT, ALARM, BREAKS, COLOURS, DIVERGING, INK, NO_VALUE, PAPER, SEQUENTIAL, diverging_breaks

READABLE, VISIBLE = 4.5, 3.0

# Linear RGB as seen without the green or without the red cone (Viénot, Brettel and Mollon 1999).
DEUTERANOPIA = ((0.29275, 0.70725, 0.0), (0.29275, 0.70725, 0.0), (-0.02234, 0.02234, 1.0))
PROTANOPIA = ((0.11238, 0.88762, 0.0), (0.11238, 0.88762, 0.0), (0.00401, -0.00401, 1.0))


def linear(colour: str) -> tuple[float, float, float]:
    """The linear RGB of a hex colour (sRGB transfer)."""
    shares = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return red, green, blue


def luminance(colour: str) -> float:
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def seen(colour: str, cones: tuple[tuple[float, ...], ...]) -> list[float]:
    """The colour as such eyes see it, on a scale that is even to the eye (cube roots of linear light)."""
    light = linear(colour)
    return [max(sum(weight * part for weight, part in zip(row, light, strict=True)), 0.0) ** (1 / 3) for row in cones]


def test_contrast_is_the_published_measure() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("colour", [INK, ACCENT, ALARM])
def test_words_can_be_read(colour: str) -> None:
    assert contrast(colour, PAPER) >= READABLE


@pytest.mark.parametrize("name", COLOURS)
def test_a_layers_colour_stands_out_from_paper(name: str) -> None:
    assert contrast(COLOURS[name], PAPER) >= VISIBLE


def test_every_colour_is_worn_once() -> None:
    worn = [page.layer.symbol.colour for page in ATLAS]
    assert sorted(worn) == sorted(COLOURS)
    assert len(set(COLOURS.values())) == len(COLOURS)


def test_amounts_fall_in_lightness_step_by_step() -> None:
    shades = [luminance(colour) for colour in SEQUENTIAL]
    assert len(SEQUENTIAL) == len(BREAKS) + 1
    assert all(lighter > darker for lighter, darker in pairwise(shades))
    assert min(contrast(*pair) for pair in pairwise(SEQUENTIAL)) >= 1.15


@pytest.mark.parametrize("cones", [DEUTERANOPIA, PROTANOPIA], ids=["deuteranopia", "protanopia"])
@pytest.mark.parametrize("classes", [SEQUENTIAL, DIVERGING], ids=["sequential", "diverging"])
def test_classes_differ_for_colour_blind_eyes(classes: tuple[str, ...], cones: tuple[tuple[float, ...], ...]) -> None:
    apart = {
        (one, other): sum((a - b) ** 2 for a, b in zip(seen(one, cones), seen(other, cones), strict=True)) ** 0.5
        for one, other in combinations(classes, 2)
    }
    assert min(apart.values()) >= 0.07, min(apart, key=lambda pair: apart[pair])


def test_the_middle_of_the_diverging_classes_is_the_lightest() -> None:
    shades = [luminance(colour) for colour in DIVERGING]
    middle = len(DIVERGING) // 2
    assert shades[: middle + 1] == sorted(shades[: middle + 1])
    assert shades[middle:] == sorted(shades[middle:], reverse=True)


def test_the_target_lies_in_the_neutral_class() -> None:
    breaks = diverging_breaks(40)
    assert breaks == (10, 20, 35, 45, 60, 70)
    assert len(breaks) == len(DIVERGING) - 1


def test_no_value_is_grey_and_no_class() -> None:
    red, green, blue = linear(NO_VALUE)
    assert max(red, green, blue) - min(red, green, blue) < 0.03
    assert NO_VALUE not in (*SEQUENTIAL, *DIVERGING)
