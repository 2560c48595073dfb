"""Write what a notice says into the manuscript folder, once, and afterwards only compare.

`awards.yaml` and the appendix belong to the editor from the moment they exist; a second reading
shows where it would differ and touches nothing.
"""

from collections.abc import Iterator
from contextlib import suppress
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

from casebook import aside, files
from casebook.errata import Kind, StopPress
from casebook.intake import yaml_file
from casebook.intake.notice import appendix, awards_file
from casebook.intake.notice.model import Notice
from casebook.intake.yaml_file import Value

AWARDS = "awards.yaml"
APPENDIX = "back/notice.md"


class Difference(NamedTuple):
    """Where the editor's file and a new reading say different things.

    `what` names the value (“1-07 title”) and `line` its line in `file`; `kept` stands in the file
    and stays, `read` is what the notice gives now. None means absent.
    """

    file: str
    line: int | None
    what: str
    kept: str | None
    read: str | None


def write(notice: Notice, folder: Path) -> tuple[Path, ...]:
    """Write `awards.yaml` and `back/notice.md` into the manuscript `folder` where absent.

    Returns the files written; one that exists is left as it is. Raises `StopPress` with the
    notice's errata when it yielded no award, `OSError` when the folder cannot be written.
    """
    if not any(tier.awards for tier in notice.tiers):
        raise StopPress(notice.errata)
    texts = {AWARDS: _awards(notice), APPENDIX: appendix.text_of(notice)}
    written = []
    for name, text in texts.items():
        path = folder / name
        with suppress(FileExistsError):
            aside.put(path, text.encode(), new=True)
            written.append(path)
    return tuple(written)


def keep(path: Path, folder: Path) -> Path | None:
    """Keep the notice at `path` byte for byte in the manuscript `folder`, under its own name.

    Returns the copy, or None when it is there already; another file of that name is left alone.
    Raises `OSError` when the folder cannot be written.
    """
    copy = folder / path.name
    with suppress(FileExistsError):
        aside.put(copy, files.read(path), new=True)
        return copy
    return None


def differences(notice: Notice, folder: Path) -> tuple[Difference, ...]:
    """Return what a new reading would change in the files of the manuscript `folder`.

    Keys only the editor uses (aliases, regions of units the table does not know) are not
    differences. Raises `StopPress` if `awards.yaml` cannot be parsed.
    """
    found: list[Difference] = []
    if (folder / AWARDS).is_file():
        kept = yaml_file.read(folder / AWARDS, AWARDS, folder)
        if kept.data is None:
            raise StopPress(kept.errata)
        now = yaml_file.parse(_awards(notice), AWARDS)
        found += _of_values(_values(kept), _values(now))
    if (folder / APPENDIX).is_file():
        old = files.text(folder / APPENDIX, folder, APPENDIX).splitlines()
        found += _of_lines(old, appendix.text_of(notice).splitlines())
    return tuple(found)


def _awards(notice: Notice) -> str:
    errata = [e for e in notice.errata if e.kind is Kind.ERRATUM]
    remarks = [f"待查 {e.place}：{e.message.zh}　{e.quote}".rstrip() for e in errata]
    return awards_file.text_of(notice.facts, notice.tiers, "\n".join(remarks))


def _values(file: yaml_file.YamlFile) -> dict[str, tuple[str, int | None]]:
    """Return every scalar of `awards.yaml` under a name that does not depend on its position."""
    found: dict[str, tuple[str, int | None]] = {}

    def walk(value: Value, name: str, steps: yaml_file.Steps) -> None:
        if isinstance(value, str):
            found[name] = (value, file.place(steps).line)
        elif isinstance(value, dict):
            for key, item in value.items():
                walk(item, f"{name} {key}".strip(), (*steps, key))
        else:
            for at, item in enumerate(value):
                own = item.get("id") if isinstance(item, dict) else None
                tier = "tier " if len(steps) == 1 else ""
                named = f"{tier}{own}" if isinstance(own, str) else f"{name} {at + 1}"
                walk(item, named, (*steps, at))

    walk(file.data or {}, "", ())
    return found


def _of_values(
    kept: dict[str, tuple[str, int | None]], now: dict[str, tuple[str, int | None]]
) -> Iterator[Difference]:
    for what, (text, line) in kept.items():
        read = now.get(what)
        awarded = what.split()[-1] in ("id", "title", "organisation", "after", "declared")
        if (read is None and awarded) or (read is not None and read[0] != text):
            yield Difference(AWARDS, line, what, text, read[0] if read else None)
    for what, (text, _) in now.items():
        if what not in kept:
            yield Difference(AWARDS, None, what, None, text)


def _of_lines(kept: list[str], now: list[str]) -> Iterator[Difference]:
    matcher = SequenceMatcher(None, kept, now, autojunk=False)
    for tag, i, j, k, end in matcher.get_opcodes():
        if tag != "equal":
            old, new = "\n".join(kept[i:j]), "\n".join(now[k:end])
            yield Difference(APPENDIX, i + 1, "text", old or None, new or None)
