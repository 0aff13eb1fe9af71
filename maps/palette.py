"""Colours by name, as sRGB hex: quiet greys, one accent, and classes that colour-blind eyes and grey print can read.

Red is kept for what is unlawful or lost; no layer wears it. Sequential classes fall in lightness step by step.
"""

# The page
PAPER = "#ffffff"
MIST = "#f4f6f6"
LINE = "#d5dada"
STONE = "#8b9494"
INK = "#23302f"
ACCENT = "#0f5f63"
ALARM = "#b3261e"
HALO = "#ffffff"

# Layers wear these by name.
COLOURS = {
    "slate": "#566570",
    "graphite": "#6b5f53",
    "sand": "#9a7d2e",
    "wine": "#882255",
    "rose": "#c4566a",
    "amber": "#b8650c",
    "moss": "#3f6b35",
    "sky": "#2a7ab0",
    "violet": "#6a4c9c",
    "indigo": "#332288",
    "teal": "#0e7c7b",
    "umber": "#7a4a21",
    "olive": "#6f7320",
    "lime": "#5b8c2a",
    "clay": "#a34f2d",
    "ink": INK,
    "stone": "#7d807c",
}

# Amounts: beds per thousand and their like, low to high; class i holds BREAKS[i-1] ≤ value < BREAKS[i].
BREAKS = (10, 20, 30, 40, 50)
SEQUENTIAL = ("#f3f5cf", "#c8e5ba", "#85ccbb", "#43afc0", "#2a7ab0", "#27378a")

# Distance from a target: far below … far above; the middle colour means “about the target”.
# Breaks are shares of the target; the neutral class reaches an eighth of it to either side.
DIVERGING_SHARES = (0.25, 0.5, 0.875, 1.125, 1.5, 1.75)
DIVERGING = ("#8c4a10", "#cb954a", "#efdbb2", "#f2f1ec", "#c3e2de", "#60a8a2", "#0b5d59")

# No value is a question still open: grey and hatched, never a class of its own amount.
NO_VALUE = "#e3e6e6"
NO_VALUE_HATCH = "#9aa3a3"


def colour(name: str) -> str:
    """The hex of a layer's colour.

    Raises:
        KeyError: when the palette has no such name.
    """
    return COLOURS[name]


def diverging_breaks(target: float) -> tuple[float, ...]:
    """Six breaks around a target, for the seven diverging classes: 40 → 10, 20, 35, 45, 60, 70."""
    return tuple(share * target for share in DIVERGING_SHARES)
