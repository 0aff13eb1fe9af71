"""The log on the command line and outside the house: verified, signed, exported, and verified without Cairn."""

import json
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from api.settings import ROOT
from data import audit, register
from data.engine import connect, session
from tests.api.test_cli import cairn
from tests.data.deeds import LEDGER, NEW_YEAR, SEAT, home

ENTRIES = 7


@pytest.fixture(scope="module")
def house(server: str, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator["House"]:
    from tests.conftest import copied

    for address in copied(server, template, "cairn_test_audit_cli"):
        yield House(address, tmp_path_factory.mktemp("audit"))


class House:
    """A register with a short log, a folder `var`, and what was carried out of it."""

    def __init__(self, address: str, folder: Path) -> None:
        self.address, self.folder = address, folder
        self.export, self.digest, self.key = (
            folder / "audit.jsonl",
            folder / "digest.json",
            folder / "audit-key.pub.pem",
        )
        engine = connect(address)
        with session(engine, clerk="张三“引号”") as opened:
            for turn in range(ENTRIES):
                register.enter(
                    opened, home(number=f"N-{turn}"), SEAT, valid_from=NEW_YEAR, provenance=LEDGER, because="录\n入"
                )
        engine.dispose()
        self.made = self.cairn("digest", "--out", str(self.digest))
        self.written = self.cairn("export", "--out", str(self.export))

    def cairn(self, *words: str) -> subprocess.CompletedProcess[str]:
        return cairn("audit", *words, database_url=self.address, var=str(self.folder))

    def engine(self) -> Engine:
        return connect(self.address)


def alone(*words: object) -> subprocess.CompletedProcess[str]:
    """The script by itself: no package of ours, none of anybody's."""
    command = [sys.executable, "-I", "-S", ROOT / "docs" / "verify_audit.py", *words]
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False, cwd="/")


def test_the_log_is_verified_and_carried_out(house: House) -> None:
    assert (house.made.returncode, house.made.stderr) == (0, "")
    assert (house.written.returncode, house.written.stderr) == (0, "")
    assert stat.S_IMODE((house.folder / "audit-key.pem").stat().st_mode) == 0o600
    lines = [json.loads(line) for line in house.export.read_text(encoding="utf-8").splitlines()]
    # Making the digest is an entry too; the export's own follows after it was written.
    assert [line["deed"] for line in lines[:-1]] == ["enter"] * ENTRIES + ["digest"]
    assert lines[-1]["head"]["count"] == ENTRIES + 1
    said = house.cairn("verify")
    assert (said.returncode, said.stdout.startswith(f"审计记录完整：{ENTRIES + 2} 条")) == (0, True)
    said = house.cairn("verify", "--digest", str(house.digest), "--key", str(house.key))
    assert said.returncode == 0, said.stderr
    assert "签发的摘要相符" in said.stdout


def test_an_altered_log_is_told_with_its_place(own_database: str, tmp_path: Path) -> None:
    house = House(own_database, tmp_path)
    engine = house.engine()
    with session(engine) as opened:
        opened.execute(text("SET LOCAL session_replication_role = replica"))
        opened.execute(text("UPDATE archive.audit SET clerk = '李四' WHERE seq = 3"))
    said = house.cairn("verify")
    assert (said.returncode, said.stderr) == (1, "")
    assert said.stdout.startswith("审计记录不完整。第 3 条：内容与指纹不符")
    refused = house.cairn("digest")
    assert (refused.returncode, "未签发摘要" in refused.stderr) == (2, True)
    engine.dispose()


def test_a_log_rewritten_as_a_whole_is_found_by_its_digest(own_database: str, tmp_path: Path) -> None:
    """Who owns the database can forge an unbroken chain; not one that passes through a digest kept elsewhere."""
    house = House(own_database, tmp_path)
    engine = house.engine()
    with session(engine) as opened:
        opened.execute(text("SET LOCAL session_replication_role = replica"))
        opened.execute(text("DELETE FROM archive.audit"))
        opened.execute(text("UPDATE archive.audit_head SET seq = 0, count = 0, hash = decode(repeat('00', 32), 'hex')"))
    for turn in range(ENTRIES):
        with session(engine) as opened:
            audit.note(opened, "sign-in", str(turn))
    assert house.cairn("verify").returncode == 0
    said = house.cairn("verify", "--digest", str(house.digest))
    assert (said.returncode, f"第 {ENTRIES} 条：与 " in said.stdout) == (1, True), said.stdout
    house.cairn("export", "--out", str(house.export))
    said = alone(house.export, "--digest", house.digest)
    assert (said.returncode, f"第 {ENTRIES} 条不是当时的那一条" in said.stdout) == (1, True)
    engine.dispose()


def test_the_script_verifies_without_cairn(house: House) -> None:
    plain = alone(house.export)
    assert (plain.returncode, plain.stderr) == (0, "")
    assert plain.stdout.startswith(f"相符：{ENTRIES + 1} 条")
    signed = alone(house.export, "--digest", house.digest, "--key", house.key)
    assert (signed.returncode, signed.stdout.strip().endswith("与签名的摘要相符")) == (0, True), signed.stderr


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda lines: [line.replace("N-3", "N-8") for line in lines], "第 4 条的内容与指纹不符"),
        (lambda lines: lines[:3] + lines[4:], "第 4 条处是序号 5"),
        (lambda lines: [lines[1], lines[0], *lines[2:]], "第 1 条处是序号 2"),
        (lambda lines: lines[:-2] + lines[-1:], "链条末端与 7 条记录不符"),
        (lambda lines: lines[:-1], "链条末端与 8 条记录不符"),
        (lambda lines: [*lines, lines[0]], "在链条末端之后"),
        (lambda lines: [lines[0].replace('":', '": ', 1), *lines[1:]], "第 1 行不是导出时的写法"),
        (lambda lines: ["{", *lines[1:]], "第 1 行不能读取"),
        (lambda lines: ['{"seq":1}', *lines[1:]], "第 1 条的栏目不全"),
    ],
)
def test_the_script_finds_a_tampered_export(house: House, tmp_path: Path, spoil: object, said: str) -> None:
    lines = house.export.read_text(encoding="utf-8").splitlines()
    assert callable(spoil)
    wrong = tmp_path / "wrong.jsonl"
    wrong.write_text("".join(f"{line}\n" for line in spoil(lines)), encoding="utf-8")
    found = alone(wrong)
    assert (found.returncode, found.stdout.startswith("不符：")) == (1, True), found.stderr
    assert said in found.stdout


def test_the_script_finds_every_changed_byte_of_an_export(house: House) -> None:
    """In this process, so that thousands of flips are quick; the script is the same."""
    import importlib.util

    spec = importlib.util.spec_from_file_location("verify_audit", ROOT / "docs" / "verify_audit.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    good = house.export.read_bytes()
    script.follow(good.splitlines(keepends=True), None)
    for number in range(len(good)):
        wrong = bytearray(good)
        wrong[number] ^= 1
        with pytest.raises(script.Broken):
            script.follow(bytes(wrong).splitlines(keepends=True), None)


@pytest.mark.parametrize("member", ["digest", "signature", "public_key"])
def test_a_tampered_digest_is_refused_by_both(house: House, tmp_path: Path, member: str) -> None:
    given = json.loads(house.digest.read_text(encoding="utf-8"))
    other = json.loads(cairn("audit", "digest", database_url=house.address, var=str(tmp_path)).stdout)
    given[member] = given[member].replace('"seq":7', '"seq":6') if member == "digest" else other[member]
    wrong = tmp_path / "wrong.json"
    wrong.write_text(json.dumps(given), encoding="utf-8")
    found = alone(house.export, "--digest", wrong)
    assert (found.returncode, "签名不符" in found.stdout) == (1, True)
    said = house.cairn("verify", "--digest", str(wrong))
    assert (said.returncode, "签名不符" in said.stderr) == (2, True)


def test_a_digest_of_another_key_is_refused(house: House, tmp_path: Path) -> None:
    wrong = tmp_path / "digest.json"
    assert cairn("audit", "digest", "--out", str(wrong), database_url=house.address, var=str(tmp_path)).returncode == 0
    found = alone(house.export, "--digest", wrong, "--key", house.key)
    assert (found.returncode, "签名不符" in found.stdout) == (1, True)
    said = house.cairn("verify", "--digest", str(wrong), "--key", str(house.key))
    assert (said.returncode, "另一把钥匙" in said.stderr) == (2, True)


def test_what_is_no_export_and_no_digest_is_told(house: House, tmp_path: Path) -> None:
    assert alone(tmp_path / "none").returncode == 2
    wrong = tmp_path / "wrong"
    wrong.write_text("[]", encoding="utf-8")
    assert alone(house.export, "--digest", wrong).returncode == 2
    said = house.cairn("verify", "--digest", str(wrong))
    assert (said.returncode, "这不是审计摘要" in said.stderr) == (2, True)
