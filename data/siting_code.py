"""Which code plans of where to build are computed by."""

from data.code_version import code_of

SITING_SOURCES = (
    "data/candidates.py",
    "data/reach.py",
    "data/reach_reading.py",
    "data/siting_future.py",
    "data/siting_reading.py",
    "data/travel.py",
    "geo/assignment.py",
    "geo/catchments.py",
    "geo/network/*",
    "geo/siting/*",
    "layers/ageing.py",
    "layers/candidates.py",
    "layers/reach_ground.py",
    "layers/services.py",
    "layers/siting.py",
    "layers/siting_answer.py",
    "layers/siting_beside.py",
    "layers/siting_cases.py",
    "layers/siting_ground.py",
    "layers/siting_result.py",
    "layers/siting_telling.py",
)


def siting_code() -> str:
    """The version that plans carry; the solver's own version stands in the lock of the package."""
    return code_of(SITING_SOURCES)
