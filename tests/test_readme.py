"""What a reader is promised is there, and what is there is told."""

import re

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from api import cli
from api.settings import ROOT, settings_table
from layers.atlas import ATLAS

ENGLISH, CHINESE = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh-CN.md"))


@pytest.fixture(scope="module")
def commands() -> TyperGroup:
    """The whole command line, with the part that is mounted when it is called."""
    cli._mount_more()
    group = get_command(cli.app)
    assert isinstance(group, TyperGroup)
    return group


@pytest.mark.parametrize("name", [row[0] for row in settings_table()])
def test_every_setting_is_told(name: str) -> None:
    assert f"`{name}`" in ENGLISH
    assert f"`{name}`" in CHINESE


@pytest.mark.parametrize("default", [row[1] for row in settings_table() if row[1] not in ("—", "false")])
def test_every_default_is_told_as_it_is(default: str) -> None:
    assert f"`{default}`" in ENGLISH
    assert f"`{default}`" in CHINESE


@pytest.mark.parametrize("path", sorted(set(re.findall(r"\]\((?!http|#)([^)#]+)", ENGLISH + CHINESE))))
def test_every_link_and_picture_leads_somewhere(path: str) -> None:
    assert (ROOT / path).exists()


@pytest.mark.parametrize("line", sorted(set(re.findall(r"cairn ([a-z][a-z -]*[a-z])", ENGLISH + CHINESE))))
def test_every_command_told_exists(line: str, commands: TyperGroup) -> None:
    group = commands
    for word in line.split():
        assert word in group.commands, line
        command = group.commands[word]
        if not isinstance(command, TyperGroup):
            break
        group = command


def test_every_facility_layer_is_in_the_glossary() -> None:
    glossary = ENGLISH.split("## Glossary")[1]
    missing = [page.layer.id for page in ATLAS if page.layer.group.value in ("elder_care", "funeral", "rescue")]
    assert [name for name in missing if f"`{name}`" not in glossary] == []
