"""Settings come from the environment, and a wrong one is refused with its meaning."""

import datetime as dt

import pytest

from api.settings import Settings, SettingsRefused, read_settings, settings_table


def test_the_environment_is_read_under_one_prefix(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAIRN_PORT", "8123")
    monkeypatch.setenv("CAIRN_AS_OF", "2024-12-31")
    settings = read_settings()
    assert (settings.port, settings.today(), settings.address) == (8123, dt.date(2024, 12, 31), "http://127.0.0.1:8123")


def test_a_wrong_value_names_the_variable_and_its_meaning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAIRN_PORT", "abc")
    with pytest.raises(SettingsRefused, match="CAIRN_PORT 的值“abc”不能用。它的含义：服务监听的端口"):
        read_settings()


def test_the_password_of_the_register_is_never_shown() -> None:
    assert "geheim" not in repr(Settings(database_url="postgresql://cairn:geheim@127.0.0.1/cairn"))


def test_every_setting_is_documented() -> None:
    table = settings_table()
    assert all(meaning for _, _, meaning in table)
    assert ("CAIRN_PORT", "8000", "服务监听的端口") in table
    assert ("CAIRN_VAR", "var/", "运行数据的文件夹：私有登记库、日志、进程号") in table
