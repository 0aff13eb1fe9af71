"""Landing page, conformance and API definition of the OGC interface."""

from fastapi import APIRouter, Response

from api.deps import AtDesk
from api.ogc import tiles_definition as tiles
from api.ogc.definition import definition
from api.ogc.forms import OPENAPI, Answering, both_forms, link, with_query
from api.ogc.systems import Offered
from api.version import VERSION
from layers.atlas import ATLAS

CONFORMANCE = [
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables-query-parameters",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/filter",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/features-filter",
    "http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/schemas",
    "http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/core-roles-features",
    "http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/returnables-and-receivables",
    "http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/sortables",
    "http://www.opengis.net/spec/cql2/1.0/conf/cql2-text",
    "http://www.opengis.net/spec/cql2/1.0/conf/cql2-json",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-cql2",
    "http://www.opengis.net/spec/cql2/1.0/conf/advanced-comparison-operators",
    "http://www.opengis.net/spec/cql2/1.0/conf/case-insensitive-comparison",
    "http://www.opengis.net/spec/cql2/1.0/conf/accent-insensitive-comparison",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions-plus",
    "http://www.opengis.net/spec/cql2/1.0/conf/spatial-functions",
    "http://www.opengis.net/spec/cql2/1.0/conf/temporal-functions",
    "http://www.opengis.net/spec/cql2/1.0/conf/property-property",
    "http://www.opengis.net/spec/cql2/1.0/conf/arithmetic",
    # Part 4 (draft 20-002) shares six of its classes with Common Part 5.
    "http://www.opengis.net/spec/ogcapi-common-5/1.0/conf/create-replace-delete",
    "http://www.opengis.net/spec/ogcapi-common-5/1.0/conf/update",
    "http://www.opengis.net/spec/ogcapi-common-5/1.0/conf/optimistic-locking-timestamps",
    "http://www.opengis.net/spec/ogcapi-common-5/1.0/conf/optimistic-locking-etags",
    "http://www.opengis.net/spec/ogcapi-common-5/1.0/conf/return-resource-representation-in-response",
    "http://www.opengis.net/spec/ogcapi-common-5/1.0/conf/handling",
    "http://www.opengis.net/spec/ogcapi-features-4/1.0/conf/features",
    *tiles.CONFORMANCE,
]
TITLE = "Cairn 县级民政地理登记库"

router = APIRouter(prefix="/ogc")


@router.get("")
@router.get("/", include_in_schema=False)
def landing(answering: Answering) -> Response:
    """Where a client begins."""
    base = answering.root
    links = [
        *answering.own_links(),
        link(with_query(f"{base}/api", f="json"), "service-desc", OPENAPI, "接口定义（OpenAPI 3.0）"),
        link(with_query(f"{base}/api", f="html"), "service-doc", "text/html", "接口定义（网页）"),
        *both_forms(f"{base}/conformance", "conformance", "符合的标准"),
        *both_forms(f"{base}/collections", "data", "全部图层"),
        *tiles.landing_links(base),
    ]
    document = {
        "title": TITLE,
        "description": "行政区划、人口、养老、殡葬、救助、地名与界线图层的标准读取接口。",
        "links": links,
    }
    return answering.respond(document, TITLE)


@router.get("/conformance")
def conformance(answering: Answering) -> Response:
    """The classes of the standard that hold here."""
    return answering.respond({"links": answering.own_links(), "conformsTo": CONFORMANCE}, "符合的标准")


@router.get("/api")
def api_definition(answering: Answering, desk: AtDesk, systems: Offered) -> Response:
    """The OpenAPI 3.0 document of exactly these paths."""
    document = definition(answering.root, VERSION, ATLAS, desk.settings.max_items, systems)
    return answering.respond(document, "接口定义", OPENAPI)
