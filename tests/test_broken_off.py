"""Every write fails and every process dies: what stands in a book is old or new, never half."""

import errno
import io
import json
import os
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pytest

import tiny
from casebook import atomic, cli, os_errata, proof
from casebook.errata import Erratum, Kind, StopPress
from casebook.intake import adoption, notice
from casebook.intake.filing.case_files import CaseFiles
from casebook.intake.manuscript import awards_file, scaffold
from casebook.intake.receive import assigning
from casebook.intake.receive.batch import receive_all
from casebook.proof import decisions, repairlog
from casebook.rounds import round_files
from casebook.rounds.round_marks import Mark, MarkKind
from disk import FULL, KILLED, MARKS, Disk, Killed, going_wrong

WRONG = '---\naward: "1-1"\n---\n\n召开后,医院(一)学习。\n\n床前,明月  \n光。\n'
SENT = (
    "北京市第一样例医院\n甲题——副题\n\n我院开展了工作，成效明显，职工满意。\n\n第二段也有一句话。\n"
)
NEWER = SENT.replace("第二段也有", "新的第二段还有")
PHOTO = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\0\0\0\0:~\x9bU\0\0\0\nIDATx\x9cc`\0\0\0\2"
    b"\0\1\xe2!\xbc3\0\0\0\0IEND\xaeB`\x82"
)
"""A picture of one point."""
LOOSE = "南京某某医院\n别的一个题目\n\n我们另写了一篇，讲的是别的事。\n\n又一段话。\n"
NOTICE = "关于公布案例名单的通报\n\n典型案例（2个）\n1.北京市第一样例医院：甲题\n2.河北省样例市医院：乙题\n"
Verb = Callable[[Path], object]


def repair(folder: Path) -> None:
    proof.fix(folder)


def decide(folder: Path) -> None:
    rows = [
        {"verdict": "不改", "because": "原文如此", "rule": "half-width-mark", "quote": ",",
         "path": f"cases/{name}.md", "fingerprint": f"{name}0000"}
        for name in ("1-1", "1-2")
    ]  # fmt: skip
    decisions.take(folder / "manuscript", "sheet.xlsx", rows)


def keep_baseline(folder: Path) -> None:
    result = proof.examine(folder, paged=False)
    proof.write(result, folder, "json", folder / "manuscript" / proof.BASELINE, "zh")


def receive(folder: Path) -> None:
    _receive(folder, SENT)


def receive_newer(folder: Path) -> None:
    _receive(folder, NEWER)


def receive_photos(folder: Path) -> None:
    """Receive a photo, and a note, of a manuscript that was received before."""
    parcel = folder.parent / "来件" / "北京市第一样例医院"
    parcel.mkdir(parents=True, exist_ok=True)
    (parcel / "说明.txt").write_text("图1：现场", "utf-8")
    (parcel / "图1.png").write_bytes(PHOTO)
    root = folder / "manuscript"
    awards = [a for tier in awards_file.read(root / "awards.yaml").tiers for a in tier.awards]
    batch = receive_all([parcel.parent], root, awards)
    if faults := [erratum for erratum in batch.all_errata if erratum.kind is Kind.ERRATUM]:
        raise StopPress(faults)


def receive_earlier(folder: Path) -> None:
    _receive(folder, SENT.replace("我院开展了工作", "我院做了工作"), "初稿.txt")


def receive_unmatched(folder: Path) -> None:
    _receive(folder, LOOSE, "来件.txt")


def assign(folder: Path) -> None:
    root = folder / "manuscript"
    tiers = awards_file.read(root / "awards.yaml").tiers
    sent = folder.parent / "来件.txt"
    sent.write_text(LOOSE, "utf-8")
    for row in assigning.run(CaseFiles(root), tiers, {str(sent): "1-1"}).rows:
        if row.case_id is None:
            raise StopPress(row.errata)


def _receive(folder: Path, text: str, name: str = "北京市第一样例医院.txt") -> None:
    root = folder / "manuscript"
    sent = folder.parent / name
    sent.write_text(text, "utf-8")
    awards = [a for tier in awards_file.read(root / "awards.yaml").tiers for a in tier.awards]
    for row in receive_all([sent], root, awards).rows:
        if row.case_id is None:
            raise StopPress(row.errata)


def read_notice(folder: Path) -> None:
    sent = folder.parent / "通报.txt"
    sent.write_text(NOTICE, "utf-8")
    if (
        cli.main(["notice", str(sent), "-C", str(folder)])
        and not (folder / "manuscript" / "back" / "notice.md").is_file()
    ):
        raise OSError(errno.ENOSPC, "told", "told")


def adopt(folder: Path) -> None:
    """Read a notice into a new book in which the editor changed the title."""
    _take(folder, "通报.txt", NOTICE)


def _take(folder: Path, name: str, text: str) -> None:
    sent = folder.parent / name
    sent.write_text(text, "utf-8")
    assert not adoption.take(_read(sent, text), [sent], folder / "manuscript", asked=True).refused


@cache
def _read(sent: Path, text: str) -> notice.Notice:
    """Return the notice in a file that holds `text`, read once."""
    return notice.read(sent)


def new_book(folder: Path) -> None:
    shutil.rmtree(folder)
    scaffold.write(folder, date(2026, 11, 22), "urn:uuid:00000000-0000-5000-8000-000000000001")
    path = folder / "manuscript" / "book.yaml"
    path.write_text(path.read_text("utf-8").replace("书名写在这里", "我的书"), "utf-8")


def replace_awards(folder: Path) -> None:
    _take(folder, "更正.txt", NOTICE.replace("乙题", "丙题"))


def open_round(folder: Path) -> None:
    pages = folder.parent / "pages.pdf"
    pages.write_bytes(b"%PDF-1.7 pages")
    if round_files.current(folder) is None:
        round_files.open_(folder, pages)


def mark(folder: Path) -> None:
    now = round_files.current(folder)
    assert now is not None
    if not now.marks.sheet("1-1").marks:
        now.marks.add("1-1", Mark("", MarkKind.DELETE, 0, 0, "召开"))


def close_round(folder: Path) -> None:
    if round_files.current(folder) is not None:
        round_files.close(folder)


@dataclass(frozen=True)
class Trial:
    """A verb, what must have been done before it, and files that differ in times and names."""

    verb: Verb
    before: tuple[Verb, ...] = ()
    without: str = ""


TRIALS = {
    "fix": Trial(repair),
    "decisions": Trial(decide),
    "baseline": Trial(keep_baseline),
    "receive": Trial(receive, without="cases/1-1.md"),
    "receive-photos": Trial(receive_photos, (receive,), "cases/1-1.md"),
    "receive-newer": Trial(receive_newer, (receive,), "cases/1-1.md"),
    "receive-earlier": Trial(receive_earlier, (receive,), "cases/1-1.md"),
    "receive-unmatched": Trial(receive_unmatched),
    "assign": Trial(assign, (receive_unmatched,), "cases/1-1.md"),
    "notice": Trial(read_notice, without="awards.yaml"),
    "adopt": Trial(adopt, (new_book,)),
    "replace": Trial(replace_awards),
    "round-open": Trial(open_round),
    "mark": Trial(mark, (open_round,)),
    "round-close": Trial(close_round, (open_round, mark)),
}


def start(place: Path, trial: Trial) -> Path:
    folder = place / "book"
    other = WRONG.replace("1-1", "1-2")
    tiny.write(folder, case=WRONG, **{"cases/1-2.md": other})
    if trial.without:
        (folder / "manuscript" / trial.without).unlink()
    for verb in trial.before:
        verb(folder)
    return folder


def files(folder: Path) -> dict[str, bytes]:
    """Return the files that belong to the book, without what lies beside its place."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for top in ("manuscript", "proofs")
        for path in sorted((folder / top).rglob("*"))
        if path.is_file() and not any(p.startswith(".") for p in path.relative_to(folder).parts)
    }


def whole(name: str, data: bytes) -> bool:
    """Whether a file that bears times or random names is whole."""
    if name.endswith(repairlog.FILE):
        return data.endswith(b"\n") and data.count(b"\t") % 8 == 0
    if name.endswith("index.jsonl"):
        return all(json.loads(line)["when"] for line in data.decode().splitlines())
    if name.endswith("index.xlsx"):
        return zipfile.is_zipfile(io.BytesIO(data))
    if name.endswith(".json"):
        return bool(json.loads(data)) and data.endswith(b"}\n")
    return name.endswith("/closed") and data.endswith(b"\n")


@pytest.mark.parametrize("how", [FULL, KILLED])
@pytest.mark.parametrize("name", TRIALS)
def test_a_verb_that_is_broken_off_leaves_old_or_new(
    tmp_path: Path, name: str, how: str, capsys: pytest.CaptureFixture[str]
) -> None:
    trial = TRIALS[name]
    first = start(tmp_path / "first", trial)
    shutil.copytree(first, tmp_path / "old")
    old = files(first)
    with going_wrong(Disk(first)) as calm:
        trial.verb(first)
    new = files(first)
    assert new != old
    assert not calm.careless
    assert calm.settled()
    for at in range(1, len(calm.steps) + 1):
        folder = tmp_path / "now" / "book"
        shutil.rmtree(folder.parent, ignore_errors=True)
        shutil.copytree(tmp_path / "old", folder)
        said = f"{name} {how} at {calm.steps[at - 1]}"
        disk = Disk(folder, at, how)
        fault = _broken(trial.verb, folder, disk)
        assert disk.reached, said
        assert isinstance(fault, Killed) == (how == KILLED), said
        for erratum in _errata_of(fault):
            assert erratum.hint, said
            assert erratum.place.path, said
            assert ".aside-" not in erratum.place.path, said
        _old_or_new(folder, old, new, said)
        with going_wrong(Disk(folder)):
            trial.verb(folder)
        _as_if_nothing_had_happened(folder, new, said)
    capsys.readouterr()


def _broken(verb: Verb, folder: Path, disk: Disk) -> BaseException | None:
    """Return what `verb` raises when `disk` goes wrong."""
    try:
        with going_wrong(disk):
            verb(folder)
    except (Killed, StopPress, OSError) as fault:
        return fault
    return None


def _errata_of(fault: BaseException | None) -> tuple[Erratum, ...]:
    if isinstance(fault, StopPress):
        return fault.errata
    return (os_errata.file_erratum(fault),) if isinstance(fault, OSError) else ()


def _old_or_new(folder: Path, old: dict[str, bytes], new: dict[str, bytes], said: str) -> None:
    now = files(folder)
    assert set(old) & set(new) <= set(now) <= set(old) | set(new), said
    for path, data in now.items():
        assert data in (old.get(path), new.get(path)) or whole(path, data), f"{said}: {path}"
    received = [data for path, data in old.items() if "/received/" in path and ".txt" in path]
    assert set(received) <= set(now.values()), said


def _as_if_nothing_had_happened(folder: Path, new: dict[str, bytes], said: str) -> None:
    now = files(folder)
    if said.startswith("receive"):  # when a version was merged twice, its log may say so
        now, new = ({k: v for k, v in d.items() if not k.endswith(".yaml")} for d in (now, new))
    assert set(now) == set(new), said
    for path, data in now.items():
        assert data == new[path] or whole(path, data), f"{said}: {path}"
    for place in (p for p in folder.rglob("*") if p.is_dir()):
        atomic.sweep(place)
    assert [p for p in folder.rglob(".*") if p.name.startswith(MARKS[:2])] == [], said


def test_the_log_says_what_a_broken_run_was_about_to_do(tmp_path: Path) -> None:
    trial = TRIALS["fix"]
    folder = start(tmp_path, trial)
    with going_wrong(Disk(folder)) as calm:
        trial.verb(folder)
    cases = [n for n, step in enumerate(calm.steps, 1) if step.startswith("replace 1-")]
    log = next(n for n, step in enumerate(calm.steps, 1) if step == f"replace {repairlog.FILE}")
    assert log < min(cases)
    for at, states in ((cases[0], ["undone", "undone"]), (cases[1], ["made", "undone"])):
        shutil.rmtree(folder)
        start(tmp_path, trial)
        with pytest.raises(Killed), going_wrong(Disk(folder, at, KILLED)):
            trial.verb(folder)
        manuscript = folder / "manuscript"
        rows = repairlog.Log(manuscript).rows
        assert {row.state for row in rows} == {"intended"}
        assert {row.repair.old for row in rows} >= {",", "(一)"}
        made = {item.path for item in repairlog.logged(manuscript)}
        assert made == ({"cases/1-1.md"} if "made" in states else set())
        messages: list[Erratum] = []
        proof.fix(folder, messages.append)
        assert [erratum.rule for erratum in messages] == ["repairs-broken-off"]
        rows = repairlog.Log(manuscript).rows
        assert [row.state for row in rows if row.repair.old == "(一)"][:2] == states
        assert {row.state for row in rows} <= {"made", "undone"}
        texts = [p.read_text("utf-8") for p in sorted((manuscript / "cases").glob("*.md"))]
        assert all("召开后，医院（一）学习。" in text for text in texts)


def test_a_full_disk_names_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = start(tmp_path, TRIALS["fix"])
    with going_wrong(Disk(folder)) as calm:
        repair(folder)
    shutil.rmtree(folder)
    start(tmp_path, TRIALS["fix"])
    at = next(n for n, step in enumerate(calm.steps, 1) if step.startswith("replace 1-1.md"))
    with going_wrong(Disk(folder, at - 2, FULL)):
        assert cli.main(["proof", "--fix", "-C", str(folder), "--lang", "zh"]) == 1
    said = capsys.readouterr().err
    assert os.fspath(folder / "manuscript" / "cases" / "1-1.md") in said.replace("\n", "")
    assert "磁盘已满" in said
