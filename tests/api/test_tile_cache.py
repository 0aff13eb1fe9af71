"""What is kept of tiles, what a commit drops, and that nothing old enters after it."""

import datetime as dt
import threading
from random import Random

import pytest

from api.tile_cache import Drawn, Key, TileCache
from geo.tile_matrices import CGCS2000_QUAD, SETS, WEB_MERCATOR_QUAD, Tile, TileMatrixSet

TODAY = dt.date(2024, 12, 31)
HERE = (113.1, 29.1)  # lon, lat
AWAY = (120.0, 35.0, 120.1, 35.1)


def key(level: int, place: tuple[float, float] = HERE, grid: TileMatrixSet = WEB_MERCATOR_QUAD, **more: object) -> Key:
    rows, columns = grid.touched((*place, *place), level)
    given = {"layer": "divisions", "profile": "public", "days": TODAY} | more
    return Key(grid=grid, tile=Tile(level, rows[0], columns[0]), **given)  # type: ignore[arg-type]  # named above


def drawn(size: int = 10) -> Drawn:
    return Drawn(b"x" * size, False, "tag")


@pytest.fixture
def cache() -> TileCache:
    made = TileCache(1_000_000)
    made.hear(True)
    return made


def keep(cache: TileCache, *keys: Key) -> None:
    for one in keys:
        assert cache.keep(one, drawn(), cache.ticket())


def test_a_tile_is_kept_for_its_profile_day_and_place(cache: TileCache) -> None:
    keep(cache, key(8))
    assert cache.get(key(8)) == drawn()
    others = [key(9), key(8, profile="steward:430621"), key(8, days=dt.date(2020, 1, 1)), key(8, words="kind=town")]
    others += [key(8, grid=CGCS2000_QUAD), key(8, layer="settlements"), key(8, recorded_at=dt.datetime.now(dt.UTC))]
    assert all(cache.get(other) is None for other in others)


def test_a_commit_drops_exactly_what_it_touches(cache: TileCache) -> None:
    near = [key(level, grid=grid) for grid in SETS for level in (1, 6, 10, 14)]
    far = [key(level, (120.05, 35.05), grid) for grid in SETS for level in (10, 14)]
    other = key(10, layer="settlements")
    keep(cache, *near, *far, other)
    cache.drop("divisions", [(113.099, 29.099, 113.101, 29.101)])
    assert [cache.get(one) for one in near] == [None] * len(near)
    assert all(cache.get(one) for one in [*far, other])
    cache.drop("divisions", [AWAY])
    assert [cache.get(one) for one in far] == [None] * len(far)
    assert cache.get(other)


@pytest.mark.parametrize("grid", SETS, ids=lambda grid: grid.id)
def test_by_counting_tiles_or_by_looking_through_those_kept(cache: TileCache, grid: TileMatrixSet) -> None:
    """Both ways drop the same, which is what the bounds of each tile say."""
    random = Random(20241231)
    places = [(random.uniform(112, 114), random.uniform(28, 30)) for _ in range(300)]
    keys = {key(level, place, grid) for place in places for level in (7, 10, 13)}
    keep(cache, *keys)
    box = (112.9, 28.9, 113.3, 29.2)
    cache.drop("divisions", [box])
    for one in keys:
        west, south, east, north = grid.degrees(one.tile, 1 / 32)
        meets = west <= box[2] and east >= box[0] and south <= box[3] and north >= box[1]
        assert (cache.get(one) is None) is meets


def test_without_boxes_the_whole_layer_goes(cache: TileCache) -> None:
    keep(cache, key(8), key(10, (120.05, 35.05)), key(8, layer="settlements"))
    cache.drop("divisions", [])
    assert len(cache) == 1


def test_what_was_known_before_goes_wherever_it_lies(cache: TileCache) -> None:
    past = key(8, recorded_at=dt.datetime(2024, 1, 1, tzinfo=dt.UTC))
    keep(cache, past)
    cache.drop("divisions", [AWAY])
    assert cache.get(past) is None


def test_a_tile_read_before_a_commit_does_not_enter_after_it(cache: TileCache) -> None:
    ticket = cache.ticket()
    cache.drop("divisions", [(113.0, 29.0, 113.2, 29.2)])
    assert not cache.keep(key(8), drawn(), ticket)
    assert cache.keep(key(10, (120.05, 35.05)), drawn(), ticket)
    assert cache.keep(key(8, layer="settlements"), drawn(), ticket)
    assert cache.keep(key(8), drawn(), cache.ticket())


def test_after_very_many_commits_a_slow_tile_is_not_kept(cache: TileCache) -> None:
    ticket = cache.ticket()
    for _ in range(1_000):
        cache.drop("settlements", [AWAY])
    assert not cache.keep(key(8), drawn(), ticket)


def test_nothing_is_kept_while_nothing_is_heard(cache: TileCache) -> None:
    keep(cache, key(8))
    ticket = cache.ticket()
    cache.hear(False)
    assert cache.get(key(8)) is None
    assert not cache.keep(key(8), drawn(), cache.ticket())
    cache.hear(True)
    assert not cache.keep(key(8), drawn(), ticket)
    assert cache.keep(key(8), drawn(), cache.ticket())


def test_the_least_recently_used_goes_first() -> None:
    cache = TileCache(10_000)
    cache.hear(True)
    keys = [key(level) for level in range(1, 9)]
    for one in keys:
        cache.keep(one, drawn(500), cache.ticket())
        assert cache.get(keys[0])
        assert cache.size <= 10_000
    assert cache.get(keys[1]) is None
    assert len(cache) == 6
    assert not cache.keep(key(10), drawn(20_000), cache.ticket())


def test_a_desk_may_keep_nothing() -> None:
    cache = TileCache(0)
    cache.hear(True)
    assert not cache.keep(key(8), drawn(), cache.ticket())


def test_readers_and_commits_at_once_leave_nothing_old(cache: TileCache) -> None:
    """Readers keep what they read of a counter under its commits; what is kept at the end is the newest."""
    state = {"value": 0}
    over = threading.Event()

    def reads() -> None:
        while not over.is_set():
            ticket = cache.ticket()
            tag = str(state["value"])
            cache.keep(key(8), Drawn(b"x", False, tag), ticket)

    readers = [threading.Thread(target=reads) for _ in range(4)]
    for reader in readers:
        reader.start()
    for _ in range(2_000):
        state["value"] += 1
        cache.drop("divisions", [(113.0, 29.0, 113.2, 29.2)])
        kept = cache.get(key(8))
        assert kept is None or kept.etag == str(state["value"])
    over.set()
    for reader in readers:
        reader.join()
