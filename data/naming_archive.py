"""A whole case as one file for the archive (地名管理条例 Art. 26): what was asked, every step, every paper, every hash.

`SHA256SUMS` names every file with its hash, as `sha256sum -c` reads it; `SHA256SUMS.sig` is its Ed25519 signature by
the key that signs the audit log, `key.pub.pem` the public one. So it proves itself without Cairn and without network.
"""

import base64
import datetime as dt
import hashlib
import json
import zipfile
from collections.abc import Mapping
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import shapely
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from data import naming_cases, naming_items, naming_objections, naming_papers
from data.acting import acting
from data.audit import EXPORT, Note, keep_in_mind
from data.audit_digest import key_in
from data.errors import Forbidden
from data.naming_tables import BODIES
from layers.rights import Role

SUMS, SIGNATURE, KEY = "SHA256SUMS", "SHA256SUMS.sig", "key.pub.pem"
_WHO = {Role.NAME_DRAFTER, Role.NAME_REVIEWER, Role.NAME_APPROVER, Role.STEWARD}
_EPOCH = (1980, 1, 1, 0, 0, 0)
_HOW = """本案卷可离线核对，无须联网，也无须本系统：

1. 每个文件与登记时相同：
     sha256sum -c SHA256SUMS
2. 清单出自本登记库（Ed25519 签名，公钥与登记库 audit-key.pub.pem 相同）：
     base64 -d SHA256SUMS.sig > SHA256SUMS.bin
     openssl pkeyutl -verify -pubin -inkey key.pub.pem -rawin -in SHA256SUMS -sigfile SHA256SUMS.bin

case.json 为案件、地名、每一步经办、核查答复和异议；papers/ 为材料原件，同种材料的各份都在。
"""


def packed(session: Session, number: str, key_folder: Path) -> bytes:
    """The archive of a case; the same case at the same version gives the same files.

    Raises:
        NotFound: no such case.
        Forbidden: whoever acts may not see the applicant's papers.
        Unavailable: the signing key cannot be read.
    """
    held = naming_cases.find(session, number)
    if acting(session).role not in _WHO:
        raise Forbidden("案卷含申请人的个人信息", "只供地名经办人和数据管理员提取", "请由地名经办人提取")
    files = {"case.json": _case(session, held), "README.txt": _HOW.encode()}
    for paper in naming_papers.listed(session, held.id):
        body = session.execute(select(BODIES.c.body).where(BODIES.c.sha256 == paper.sha256)).scalar_one()
        files[f"papers/{paper.kind}-{paper.version}-{paper.filename}"] = body
    keep_in_mind(session, Note(EXPORT, number, {"version": held.version, "files": len(files)}))
    return _zipped({**files, **_sealed(files, key_folder)})


def _sealed(files: Mapping[str, bytes], key_folder: Path) -> dict[str, bytes]:
    sums = "".join(f"{hashlib.sha256(body).hexdigest()}  {name}\n" for name, body in sorted(files.items())).encode()
    key = key_in(key_folder)
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return {SUMS: sums, SIGNATURE: base64.b64encode(key.sign(sums)) + b"\n", KEY: public}


def _zipped(files: Mapping[str, bytes]) -> bytes:
    packing = BytesIO()
    with zipfile.ZipFile(packing, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, body)
    return packing.getvalue()


def _case(session: Session, held: Row[Any]) -> bytes:
    told = {
        "case": _row(held, but=("written_in",)) | {"applicant_contact": naming_cases.contact(session, held.id)},
        "items": [
            vars(kept.item) | {"position": kept.position, "findings": kept.findings}
            for kept in naming_items.read(session, held.id)
        ],
        "entries": [_row(entry) for entry in naming_cases.entries(session, held.id)],
        "answers": [_row(answer) for answer in naming_objections.answers(session, held.id)],
        "objections": [_row(objection) for objection in naming_objections.objections(session, held.id)],
        "papers": [_row(paper) for paper in naming_papers.listed(session, held.id)],
    }
    return json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True, default=_plain).encode()


def _row(row: Row[Any], but: tuple[str, ...] = ()) -> dict[str, Any]:
    return {name: value for name, value in row._asdict().items() if name not in but}


def _plain(value: object) -> object:
    if isinstance(value, BaseGeometry):
        return json.loads(shapely.to_geojson(value))
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else str(value)
