"""Heights of the ground from a grid file (GeoTIFF), turned into degrees of EPSG:4490.

Heights are metres, as the file has them; no datum of heights is changed, for a slope needs none. A fine grid may not be
published (公开地图内容表示规范): what is read here stays inside and is never answered.
"""

import zlib
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import rasterio
from numpy.typing import NDArray
from rasterio.errors import RasterioError
from rasterio.transform import array_bounds
from rasterio.warp import Resampling, calculate_default_transform, reproject

from data.file_crs import REGISTER_EPSG, stated
from geo.crs import NoKnownTransformation, honest
from geo.heights import Heights
from layers.refusal import Refusal

Box = tuple[float, float, float, float]
# So many cells are a county at 10 m; a larger grid is cut to the box first.
_MOST_CELLS = 100_000_000


def read_heights(path: Path, within: Box | None = None) -> Heights:
    """The heights of a file, within a box of west, south, east, north when one is given.

    Raises:
        Refusal: the file cannot be read, has no coordinate system that leads to CGCS2000, or lies elsewhere.
    """
    if not path.is_file():
        raise Refusal(f"没有文件 {path}", "", "请核对路径")
    try:
        with rasterio.open(path) as grid:
            if grid.crs is None:
                raise Refusal(
                    f"{path.name} 没有写明坐标系", "不写明坐标系就不能判断位置", "请在来源软件中写明后重新导出"
                )
            epsg = stated(grid.crs.to_wkt(), path.name)
            honest(epsg, REGISTER_EPSG)
            metres = grid.read(1, masked=True).astype(np.float32).filled(np.nan)
            found = _turned(metres, grid.transform, epsg)
    except NoKnownTransformation as fault:
        raise Refusal(f"{path.name} 的坐标系不能换算", str(fault), "请先在来源处换算为 CGCS2000") from fault
    except RasterioError as fault:
        raise Refusal(f"{path.name} 不能读取", f"{fault}", "可读 GeoTIFF 等栅格文件，第一波段为高程（m）") from fault
    kept = found if within is None else cut(found, within)
    if not kept.metres.size or not np.isfinite(kept.metres).any():
        raise Refusal(f"{path.name} 与本县没有重叠", "所给范围内没有高程", "请核对文件和坐标系")
    if kept.metres.size > _MOST_CELLS:
        raise Refusal(f"{path.name} 太大", f"有 {kept.metres.size:,} 个格网", "请先裁剪到本县范围")
    return kept


def _turned(metres: NDArray[np.float32], transform: Any, epsg: int) -> Heights:  # noqa: ANN401 - rasterio's own
    """A grid in degrees, first row in the north; WGS 84 counts as CGCS2000 within a metre."""
    degrees = epsg in (REGISTER_EPSG, 4326)
    is_upright = transform.b == 0 and transform.d == 0 and transform.a > 0 and transform.e < 0
    if not (degrees and is_upright):
        rows, columns = metres.shape
        bounds = array_bounds(rows, columns, transform)
        source, target = f"EPSG:{epsg}", "EPSG:4326" if epsg == 4326 else f"EPSG:{REGISTER_EPSG}"  # noqa: PLR2004 - WGS 84
        into, width, height = calculate_default_transform(source, target, columns, rows, *bounds)
        turned = np.full((height, width), np.nan, np.float32)
        reproject(
            metres, turned, src_transform=transform, src_crs=source, src_nodata=np.nan, dst_transform=into,
            dst_crs=target, dst_nodata=np.nan, resampling=Resampling.bilinear,
        )  # fmt: skip
        metres, transform = turned, into
    return Heights(metres, transform.c, transform.f, transform.a, -transform.e)


def cut(heights: Heights, within: Box) -> Heights:
    """The part of a grid that covers a box, with a cell more at each side."""
    west, south, east, north = within
    rows, columns = heights.shape
    left = max(0, int((west - heights.west) // heights.cell_lon) - 1)
    right = min(columns, int((east - heights.west) // heights.cell_lon) + 2)
    top = max(0, int((heights.north - north) // heights.cell_lat) - 1)
    bottom = min(rows, int((heights.north - south) // heights.cell_lat) + 2)
    part = heights.metres[top : max(top, bottom), left : max(left, right)]
    return Heights(
        np.ascontiguousarray(part),
        heights.west + left * heights.cell_lon,
        heights.north - top * heights.cell_lat,
        heights.cell_lon,
        heights.cell_lat,
    )


def pack(heights: Heights) -> bytes:
    """Heights as bytes, to a decimetre."""
    head = {name: getattr(heights, name) for name in ("west", "north", "cell_lon", "cell_lat")}
    told = orjson.dumps(head | {"shape": heights.shape})
    tenths = np.where(np.isfinite(heights.metres), np.rint(heights.metres * 10), np.iinfo(np.int32).min)
    return zlib.compress(len(told).to_bytes(8, "little") + told + tenths.astype("<i4").tobytes(), 6)


def unpack(body: bytes) -> Heights:
    """Heights from their bytes.

    Raises:
        Refusal: they are none.
    """
    try:
        plain = zlib.decompress(body)
        length = int.from_bytes(plain[:8], "little")
        head = orjson.loads(plain[8 : 8 + length])
        tenths = np.frombuffer(plain[8 + length :], "<i4").reshape(head.pop("shape"))
    except (zlib.error, ValueError, KeyError) as fault:
        raise Refusal("保存的高程不能读取", f"{fault}", "请撤销后重新导入") from fault
    metres = np.where(tenths == np.iinfo(np.int32).min, np.nan, tenths / 10).astype(np.float32)
    return Heights(metres, **head)
