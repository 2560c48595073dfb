"""Receive twenty application forms and twelve parcels, and score what became of them.

python tests/measure_parcels.py [-v] [KEY…]   (-v: every fault in words; KEY: only these)
KEY `notices`: only how the notices of a dummy book are read, in every shape and file. KEY `dummy`:
only what of a dummy book is there again when its parcel has been received, by way of sending.

The table has a row a specimen and a column a measure: how many are right of how many. A book is
received and built for the forms together and for each parcel, in a folder that is thrown away.
"""

import os
import re
import sys
import tempfile
import time
from collections.abc import Sequence, Set
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [
    str(HERE / "intake/parcels"),
    str(HERE / "intake/formats/word"),
    str(HERE.parent / "src"),
]

from application_forms import all_forms  # noqa: E402
from book_read_back import casebook, cases, hashes, issued, new_book  # noqa: E402
from parcel_scoring import FORM_MEASURES, PARCEL_MEASURES, Score, score_form, score_parcel  # noqa: E402
from parcel_truth import Form, Parcel  # noqa: E402
from parcels_all import all_parcels  # noqa: E402

from casebook.book import Award  # noqa: E402
from casebook.errata import Erratum, StopPress  # noqa: E402
from casebook.intake import notice, specimen  # noqa: E402
from casebook.intake.filing.case_files import CaseFiles  # noqa: E402
from casebook.intake.receive.batch import receive_all  # noqa: E402
from casebook.intake.specimen import papers, prose  # noqa: E402
from casebook.intake.specimen.announcing import ENDINGS, SHAPES, TABLES, announce, notice_file  # noqa: E402
from casebook.intake.specimen.consignment import WAYS, Sending  # noqa: E402


def main(words: Sequence[str]) -> None:
    keys = {word for word in words if not word.startswith("-")}
    forms = [form for form in all_forms() if not keys or form.key in keys]
    parcels = [parcel for parcel in all_parcels() if not keys or parcel.key in keys]
    began, scores = time.process_time(), list[Score]()
    with tempfile.TemporaryDirectory() as name:
        if forms:
            made = _forms(forms, Path(name) / "forms")
            scores += made
            _table("application forms", made, FORM_MEASURES)
        if parcels:
            made = [_parcel(parcel, Path(name) / parcel.key) for parcel in parcels]
            scores += made
            _table("parcels", made, PARCEL_MEASURES)
    if not keys or "notices" in keys:
        _notices()
    if not keys or "dummy" in keys:
        with tempfile.TemporaryDirectory() as name:
            made = _dummy(Path(name), 24)
        scores += made
        _table("a dummy's parcel", made, ("matched", "words", "headings", "photos", "private"))
    if "-v" in words:
        for score in scores:
            for fault in score.faults:
                _say(f"{score.key}: {fault}")
    _say(f"{time.process_time() - began:.0f} s CPU without the builds")


def _forms(forms: Sequence[Form], folder: Path) -> list[Score]:
    root = new_book(folder, [form.award for form in forms])
    incoming = _delivered(folder / "申报表", {form.name: form.data for form in forms}, {})
    errata = _receive([incoming], root, [form.award for form in forms])
    status, _ = casebook(folder, "build", "print", "epub")
    _say(
        f"a draft of the forms {'is' if status in (0, 1) and _issued(folder) else 'is not'} issued"
    )
    said = [*errata, casebook(folder, "proof", "--format", "json")[1]]
    stated = {item.case_id: (item.organisation, item.title) for item in CaseFiles(root).filed}
    shown, kept, printed = cases(root), hashes(root), list(issued(folder / "build"))
    return [score_form(form, shown, stated, kept, printed, said) for form in forms]


def _issued(folder: Path) -> bool:
    return (folder / "build" / "print.pdf").is_file()


def _parcel(parcel: Parcel, folder: Path) -> Score:
    root = new_book(folder, parcel.awards)
    for number, run in enumerate(parcel.runs, 1):
        incoming = _delivered(folder / f"来件{number}", run, parcel.times)
        _receive([incoming], root, parcel.awards)
    status, _ = casebook(folder, "build", "print", "epub")
    built = status in (0, 1) and _issued(folder)
    return score_parcel(parcel, cases(root), hashes(root), list(issued(folder / "build")), built)


def _notices() -> None:
    """Read a dummy book's notice of 30 cases in every shape and file.

    Told are entries that are exact, then wrong ones marked to be checked (?) and unmarked (−).
    """
    groups = papers.share_out([prose.compose("样书", index) for index in range(30)], "样书")
    awards = {
        (group.name, entry.organisation, entry.piece.title if entry.piece else None)
        for group in groups
        for entry in group.entries
    }
    _say(f"\n{'dummy notices':13} " + " ".join(f"{ending:>9}" for ending in ENDINGS))
    with tempfile.TemporaryDirectory() as name:
        for shape in SHAPES:
            cells = []
            for ending in ENDINGS:
                path = Path(name) / f"{shape}.{ending}"
                sheet = ending in ("xlsx", "csv")
                if not sheet or shape in TABLES:
                    path.write_bytes(notice_file(announce(groups, shape), ending))
                    cells.append(_exact(path, awards))
                else:
                    cells.append("·")
            _say(f"{shape:13} " + " ".join(f"{cell:>9}" for cell in cells))


def _exact(path: Path, awards: Set[tuple[str, str, str | None]]) -> str:
    try:
        tiers = notice.read(path).tiers
    except StopPress:
        return "stopped"
    read = [(tier.name, award) for tier in tiers for award in tier.awards]
    wrong = [line for name, line in read if (name, line.organisation, line.title) not in awards]
    exact, doubted = len(read) - len(wrong), sum(bool(item.check) for item in wrong)
    false = len(wrong) - doubted
    return f"{exact}/{len(awards)}" + f" ?{doubted}" * (doubted > 0) + f" −{false}" * (false > 0)


def _dummy(folder: Path, count: int) -> list[Score]:
    """Receive the parcel of a dummy book and compare its cases with the dummy's own."""
    specimen.write(folder / "dummy", count, notice="numbered", parcel=True)
    was = {case.award: case for case in cases(folder / "dummy" / "manuscript")}
    groups = papers.share_out([prose.compose("样书", index) for index in range(count)], "样书")
    entries = [entry for group in groups for entry in group.entries if entry.piece]
    awards = [
        Award(
            entry.id,
            entry.number,
            entry.organisation,
            entry.piece.title if entry.piece else "",
            entry.region,
        )
        for entry in entries
    ]
    root = new_book(folder / "book", awards)
    _receive([folder / "dummy" / "parcel" / "来稿"], root, awards)
    texts = cases(root)
    shown = {case.award: case for case in texts}
    scores = {way: Score(way) for way in WAYS}
    for index, entry in enumerate(entries):
        score, old = scores[list(WAYS)[index % len(WAYS)]], was[entry.id]
        new, private = shown.get(entry.id), Sending(entry, "", _none).contact[1:]
        text = new.words if new else ""
        score.add("matched", [(new is not None, entry.id)])
        runs = re.findall(r"[\u4e00-\u9fff]{4,}", _text_alone(old.text))
        score.add("words", ((run in text, f"{entry.id} {run}") for run in runs))
        heads = new.headings if new else ()
        score.add(
            "headings", ((heading in heads, f"{entry.id} {heading}") for heading in old.headings)
        )
        here = [data for _, data in new.pictures] if new else []
        score.add("photos", ((data in here, entry.id) for _, data in old.pictures))
        leaks = {detail for case in texts for detail in private if detail in case.words}
        score.add("private", [(not leaks, f"{entry.id} {leaks}")])
    return list(scores.values())


def _none(_src: str) -> bytes:
    return b""


def _text_alone(text: str) -> str:
    """Return a case without what Markdown says of pictures and links."""
    text = re.sub(r"!\[[^\]]*\]\([^\s)]+|\]\([^)]*\)", "", text)
    return re.sub(r"\[\^\d+\]:?", "", text)


def _delivered(folder: Path, entries: dict[str, bytes], times: dict[str, float]) -> Path:
    for name, data in entries.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        if name in times:
            os.utime(path, (times[name], times[name]))
    return folder


def _receive(paths: Sequence[Path], root: Path, awards: Sequence[Award]) -> list[str]:
    """Receive, and return what was told; a run that is stopped tells too."""
    try:
        errata = receive_all(paths, root, awards).all_errata
    except StopPress as stop:
        errata = stop.errata
    return [_words(erratum) for erratum in errata]


def _words(erratum: Erratum) -> str:
    hint = erratum.hint.zh if erratum.hint else ""
    return f"{erratum.rule} {erratum.place} {erratum.message.zh} {erratum.quote} {hint}"


def _table(name: str, scores: Sequence[Score], measures: Sequence[str]) -> None:
    wide = max(len(score.key) for score in scores)
    _say(f"\n{name:{wide}} " + " ".join(f"{measure:>9}" for measure in measures))
    total = Score("all")
    for score in scores:
        for measure, (good, count) in score.counts.items():
            before = total.counts.get(measure, (0, 0))
            total.counts[measure] = (before[0] + good, before[1] + count)
    for score in (*scores, total):
        cells = []
        for measure in measures:
            good, count = score.counts.get(measure, (0, 0))
            cells.append(f"{f'{good}/{count}' if count else '·':>9}")
        _say(f"{score.key:{wide}} " + " ".join(cells))


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
