"""The commands, their options and exit statuses, from the parser itself."""

import argparse
from collections.abc import Iterator, Mapping

from casebook import build_folder, cli, exit_status
from casebook.errata import Wording
from casebook.manual.page_text import code, heading, page, plain, table

TITLE = Wording("命令、选项与退出状态", "Commands, options, exit statuses")
OPENING = Wording(
    "命令写作 casebook 命令 参数。各命令共有的选项写在命令之前或之后都可以。",
    "Commands are written casebook COMMAND ARGUMENTS. The options that all commands share may "
    "stand before the command or behind it.",
)
_SHARED = Wording("各命令共有的选项", "Options of every command")
_STATUSES = Wording("退出状态", "Exit statuses")
_STATUS_HEAD = (Wording("状态", "Status"), Wording("含义", "Meaning"))
_BUILD = Wording("build/ 里有什么", "What build/ holds")
_OF_BUILD = Wording(
    "成品以外还有下面这些。名称以点开头的都可以删去（预览和别的命令没有运行时），下次用到会重做；"
    "出书记录和核红记录删了就没有了。修改记录不在这里，在书的 journal 文件夹里，不要删；"
    "每次保存都留着，文字只存不同之处：一篇四千字的稿件存一千次约 1 MB，不会自动删去。",
    "Besides the issued files. What has a name that begins with a dot may be removed while neither "
    "the preview nor another command runs, and is made again when needed; the history and the "
    "comparisons are not. The journal of changes does not stand here but in the book's folder "
    "journal: leave it. Every save is kept, of a text only what differs: 1,000 saves of a case of 4,000 "
    "characters take about 1 MB; nothing is thrown away.",
)
_BUILD_HEAD = (
    Wording("名称", "Name"), Wording("内容", "What it is"), Wording("留多少", "How much is kept"),
)  # fmt: skip
_HEAD = (
    Wording("参数", "Argument"),
    Wording("不写时", "When absent"),
    Wording("含义", "Meaning"),
)
_FORM = Wording("可为 ", "one of ")


def commands() -> Mapping[str, argparse.ArgumentParser]:
    """Return the parser of each command, in the order of `casebook --help`."""
    for action in cli.command_parser()._actions:
        if isinstance(action, argparse._SubParsersAction):
            return action.choices
    raise AssertionError("the parser has commands")


def arguments(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """Yield what may be written behind a command, help and the commands themselves left out."""
    for action in parser._actions:
        if not isinstance(action, argparse._HelpAction | argparse._SubParsersAction):
            yield action


def help_wording(help_text: str | None) -> Wording | None:
    """Return a help text in each language: “English · 中文”, or “English · 中文 · for both”."""
    parts = (help_text or "").split(" · ")
    if len(parts) < 2:
        return None
    both = " · ".join(parts[2:])
    return Wording(
        "：".join(filter(None, (parts[1], both))), ": ".join(filter(None, (parts[0], both)))
    )


def undescribed() -> Iterator[str]:
    """Yield commands and arguments whose help lacks a language."""
    for action in arguments(cli.command_parser()):
        if help_wording(action.help) is None:
            yield _written(action)
    for name, parser in commands().items():
        if help_wording(parser.description) is None:
            yield name
        for action in arguments(parser):
            if help_wording(action.help) is None:
                yield f"{name} {_written(action)}"


def write(lang: str) -> str:
    """Return the page in `lang`."""
    shared = [*arguments(cli.command_parser())]
    common = {string for action in shared for string in action.option_strings}
    parts = [OPENING.read(lang)]
    for name, parser in commands().items():
        about = help_wording(parser.description)
        own = [a for a in arguments(parser) if not common & {*a.option_strings}]
        parts += [heading(code(f"casebook {name}")), about.read(lang) if about else ""]
        parts += [_table(own, lang)] if own else []
    parts += [heading(_SHARED.read(lang)), _table(shared, lang)]
    rows = [
        (code(str(number)), wording.read(lang)) for number, wording in exit_status.STATUSES.items()
    ]
    parts += [
        heading(_STATUSES.read(lang)),
        table([word.read(lang) for word in _STATUS_HEAD], rows),
    ]
    of_build = [
        (code(name + "…" * name.endswith("-")), plain(what.read(lang)), plain(much.read(lang)))
        for name, (what, much) in build_folder.CONTENTS.items()
    ]
    parts += [
        heading(_BUILD.read(lang)),
        _OF_BUILD.read(lang),
        table([word.read(lang) for word in _BUILD_HEAD], of_build),
    ]
    return page(TITLE, lang, *parts)


def _table(actions: list[argparse.Action], lang: str) -> str:
    rows = []
    for action in actions:
        about = help_wording(action.help)
        meaning = plain(about.read(lang)) if about else ""
        if action.choices and action.metavar:  # else they are named with the argument
            names = ", ".join(code(str(choice)) for choice in action.choices)
            meaning = f"{meaning}{'；' if lang == 'zh' else '; '}{_FORM.read(lang)}{names}"
        rows.append((code(_written(action)), _default(action), meaning))
    return table([word.read(lang) for word in _HEAD], rows)


def _default(action: argparse.Action) -> str:
    value = action.default
    absent = value is None or value is False or value in ("", [], argparse.SUPPRESS)
    if absent or action.nargs == 0:
        return ""
    return code(str(value))


def _written(action: argparse.Action) -> str:
    """Return how an argument is written: its names, and what follows them."""
    value = action.metavar or (action.dest.upper() if action.option_strings else action.dest)
    if action.choices and not action.metavar:
        value = f"{{{','.join(map(str, action.choices))}}}"
    if isinstance(value, tuple):
        value = " ".join(value)
    if action.option_strings:
        return ", ".join(action.option_strings) + ("" if action.nargs == 0 else f" {value}")
    repeated = {"*": f"[{value} …]", "+": f"{value} …", "?": f"[{value}]"}
    return repeated.get(str(action.nargs), value)
