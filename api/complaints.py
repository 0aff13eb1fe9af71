"""What the command line says when something cannot be done, and with which exit code.

Codes: 1 it could not be done, 2 the input or the command is wrong, 70 a defect of the program, 141 nobody reads.
"""

import sys

from typer import Abort, BadParameter
from typer.exceptions import TyperException

CANNOT, WRONG, DEFECT, NOBODY_READS, STOPPED = 1, 2, 70, 141, 130


def wants_traceback() -> bool:
    """Whether a developer asked for the whole traceback (CAIRN_DEBUG=1)."""
    from api.settings import SettingsRefused, read_settings

    try:
        return read_settings().debug
    except SettingsRefused:
        return False


def complain(error: Exception) -> int:
    """Say it on stderr; the answer is the exit code."""
    if isinstance(error, BrokenPipeError):
        return NOBODY_READS
    words, code = _words(error)
    if words:
        sys.stderr.write(f"{words}\n")
    return code


def _words(error: Exception) -> tuple[str, int]:
    if isinstance(error, Abort):
        return "已中断。", STOPPED
    if isinstance(error, TyperException):
        return _usage(error), WRONG
    known = _known(error)
    if known is not None:
        return str(error), known
    if type(error).__module__.startswith("sqlalchemy"):
        return _database(error), CANNOT
    if isinstance(error, OSError):
        return f"读写文件出错：{error.filename or ''} {error.strerror or error}。请检查路径、权限和磁盘空间", CANNOT
    name = type(error).__name__
    return f"程序内部出错（{name}）。请设 CAIRN_DEBUG=1 再执行一次，并把输出交给维护人员", DEFECT


def _known(error: Exception) -> int | None:
    """The exit code of an exception whose text is already complete Chinese; None for any other."""
    from api.errors import Refused
    from api.service import ServiceUnavailable
    from api.settings import SettingsRefused
    from data.errors import ArchiveError, BadInput, NotFound
    from data.postgis_programs import PostgisUnavailable
    from layers.refusal import Refusal

    wrong, cannot = (
        (BadInput, NotFound, SettingsRefused),
        (ArchiveError, PostgisUnavailable, ServiceUnavailable, Refused),
    )
    if isinstance(error, wrong):
        return WRONG
    if isinstance(error, cannot):
        return CANNOT
    return WRONG if isinstance(error, Refusal) else None


def _database(error: Exception) -> str:
    original = getattr(error, "orig", None)
    said = getattr(getattr(original, "diag", None), "message_primary", None) or str(original or error).split("\n")[0]
    return f"登记库没有应答或不接受：{said}。请运行 cairn status 查看它是否在运行、结构是否最新"


def _in_words(message: str) -> str:
    """The parser's word for a wrong choice, in Chinese; other words as they are."""
    given, found, choices = message.removeprefix("Value error, ").rstrip(".").partition(" is not one of ")
    return f"{given} 不在选项内；可选 {choices.replace(', ', '、')}" if found else message


def _usage(error: TyperException) -> str:
    """A wrong command line in Chinese; the parser's own words are English."""
    name = type(error).__name__
    hint = getattr(getattr(error, "ctx", None), "command_path", "cairn")
    if name == "NoArgsIsHelpError":
        return error.format_message()
    param = getattr(error, "param", None)
    asked = getattr(error, "param_hint", None) or (param.get_error_hint() if param is not None else "")
    if name == "NoSuchOption":
        what = f"没有选项 {getattr(error, 'option_name', '')}"
    elif name == "MissingParameter":
        what = f"缺少 {asked}"
    elif isinstance(error, BadParameter):
        what = f"{asked} 的值不能用：{_in_words(error.message)}"
    elif error.message.startswith("No such command"):
        what = f"没有命令 {error.message.split(chr(39))[1] if chr(39) in error.message else ''}"
    elif error.message.startswith("Got unexpected extra argument"):
        what = f"多出的内容：{error.message.partition('(')[2].rstrip(')')}"
    else:
        what = f"命令写法不对：{error.message}"
    return f"{what}。请看用法：{hint} --help"
