"""What is posted to ask for a run: the named terms, and areas of one's own if wanted."""

import datetime as dt
from typing import Any, Literal, Self

import orjson
from pydantic import ConfigDict, Field

from data.area_files import AreaFile, AreaWish, areas_from_geojson
from layers.coverage_terms import BedsParameters, By


class RunRequest(BedsParameters):
    """The question; every term left out takes the lawful default."""

    model_config = ConfigDict(extra="forbid")

    indicator: Literal["beds-per-thousand"] = Field("beds-per-thousand", title="指标")
    areas: dict[str, Any] | None = Field(None, title="另给的区域", description="GeoJSON FeatureCollection，面")
    areas_crs: str | None = Field(None, title="区域的坐标系", examples=["EPSG:4490"])
    area_id: str | None = Field(None, title="区域代码的字段名")
    area_name: str | None = Field(None, title="区域名称的字段名")

    def dated(self, today: dt.date) -> Self:
        """This question with a date, and told by the areas that came with it."""
        by = By.AREAS if self.areas is not None and "by" not in self.model_fields_set else self.by
        return self.model_copy(update={"as_of": self.as_of or today, "by": by})

    def terms(self, today: dt.date) -> BedsParameters:
        """The terms alone."""
        asked = self.dated(today)
        return BedsParameters(**{name: getattr(asked, name) for name in BedsParameters.model_fields})

    def handed_in(self) -> AreaFile | None:
        """The areas that came with it, in EPSG:4490, and what reading them found.

        Raises:
            Refusal: they cannot be used; says which and where.
        """
        if self.areas is None:
            return None
        wish = AreaWish(id_field=self.area_id, name_field=self.area_name, crs=self.areas_crs)
        return areas_from_geojson(orjson.dumps(self.areas), wish)
