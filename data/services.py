"""The county's services as files: one TOML text each, those that come with Cairn or the county's own."""

from functools import cache
from pathlib import Path

from layers import services
from layers.refusal import Refusal
from layers.services import Service, ServiceId

SHIPPED = Path(__file__).resolve().parent / "reference" / "services"


@cache
def read(folder: Path = SHIPPED) -> dict[ServiceId, Service]:
    """The services of a folder; a service that the county does not describe is as it comes with Cairn.

    Raises:
        Refusal: the folder is not there, or a file cannot be used; says which.
    """
    if not folder.is_dir():
        raise Refusal(f"服务设置的文件夹不存在：{folder}", "", "请核对 CAIRN_SERVICES")
    texts = {path.name: path.read_text("utf-8") for place in (SHIPPED, folder) for path in sorted(place.glob("*.toml"))}
    return services.read_all(texts)


def service(which: ServiceId, folder: Path = SHIPPED) -> Service:
    """One service of a folder.

    Raises:
        Refusal: as `read`.
    """
    return read(folder)[which]
