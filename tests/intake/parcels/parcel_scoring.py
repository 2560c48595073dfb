"""Score what was received against the truth. What the issue demands counts, not what exists."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from book_read_back import Shown, plain
from parcel_truth import Form, Parcel, Photo, Text
from photographs import alike


@dataclass
class Score:
    """Counts of one specimen: of each measure, how many are right and how many there are."""

    key: str
    counts: dict[str, tuple[int, int]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def add(self, measure: str, right: Iterable[tuple[bool, str]]) -> None:
        """Count `right` under `measure`; what is wrong is told by its words."""
        good, total = self.counts.get(measure, (0, 0))
        for fine, said in right:
            good, total = good + fine, total + 1
            if not fine:
                self.faults.append(f"{measure}: {said}")
        self.counts[measure] = (good, total)


FORM_MEASURES = (
    "matched", "unit", "title", "category", "credits", "headings", "sentences", "apart", "photos",
    "private", "told", "bytes",
)  # fmt: skip
PARCEL_MEASURES = (
    "matched", "headings", "sentences", "versions", "photos", "private", "bytes", "draft"
)  # fmt: skip


def score_form(
    form: Form, shown: Sequence[Shown], stated: dict[str, tuple[str, str]], kept: set[str],
    printed: Sequence[tuple[str, str]], errata: Sequence[str],
) -> Score:  # fmt: skip
    """Score one form.

    `shown` are the texts of the book, `stated` the unit and title that the case files give, by case,
    `kept` the hashes of all files, `printed` the issued files with their words, `errata` what was
    told with the words at fault.
    """
    score = Score(form.key)
    case = next((item for item in shown if item.award == form.award.id), None)
    score.add("matched", [(_holds(case, form.sentences), form.award.id)])
    case = case or _best(shown, form.sentences)
    unit, title = stated.get(case.path.stem, ("", "")) if case else ("", "")
    score.add("unit", [(plain(unit) == plain(form.unit), f"{unit!r}, not {form.unit!r}")])
    score.add("title", [(_title(title) == _title(form.title), f"{title!r}, not {form.title!r}")])
    text = case.words if case else ""
    about = plain(case.front) + case.beside if case else ""
    if form.category:
        score.add("category", [(plain(form.category) in about, form.category)])
    score.add("credits", ((name in (case.names if case else ()), name) for name in form.credits))
    _structure(score, case, form.headings)
    score.add("sentences", ((plain(sentence) in text, sentence) for sentence in form.sentences))
    score.add("sentences", ((plain(sentence) in text + about, sentence) for sentence in form.kept))
    score.add("apart", ((bool(text) and plain(item) not in text, item) for item in form.apart))
    _photos(score, case, form.photos, form.sentences)
    _private(score, form.private, shown, printed)
    score.add("told", ((any(item in said for said in errata), item) for item in form.reported))
    _bytes(score, {form.name: form.data}, {}, (), kept)
    return score


def score_parcel(
    parcel: Parcel, shown: Sequence[Shown], kept: set[str], printed: Sequence[tuple[str, str]],
    built: bool,
) -> Score:  # fmt: skip
    """Score one parcel, after all its runs. `built` says whether a draft of the book was made."""
    score = Score(parcel.key)
    for text in parcel.texts:
        case = _case(text, shown)
        right = _holds(case, text.sentences)
        score.add("matched", [(right, f"{text.award}: {text.sentences[0]}")])
        words = case.words if case else ""
        _structure(score, case, text.headings)
        score.add(
            "sentences", ((plain(sentence) in words, sentence) for sentence in text.sentences)
        )
        if text.older:
            newest = right and not any(plain(item) in words for item in text.older)
            score.add("versions", [(newest, f"{text.award}: an older version stands")])
        _photos(score, case, text.photos, text.sentences)
    _private(score, (*parcel.private, *parcel.notes), shown, printed)
    for run in parcel.runs:
        _bytes(score, run, parcel.inside, parcel.residue, kept)
    claimed = {text.award for text in parcel.texts}
    false = [item.path.stem for item in shown if item.award and item.award not in claimed]
    if parcel.key != "other-archives":  # there a rar may be read where a tool is
        score.add("matched", [(not false, f"claimed without right: {false}")])
    score.add("draft", [(built, "no draft was made")])
    return score


def _case(text: Text, shown: Sequence[Shown]) -> Shown | None:
    if text.award is not None:
        return next((case for case in shown if case.award == text.award), None)
    return next(
        (case for case in shown if case.award is None and _holds(case, text.sentences)), None
    )


def _holds(case: Shown | None, sentences: Sequence[str]) -> bool:
    """Whether the case holds at least half of the sentences: it is this text, not another."""
    if case is None:
        return False
    return sum(plain(sentence) in case.words for sentence in sentences) * 2 >= len(sentences)


def _best(shown: Sequence[Shown], sentences: Sequence[str]) -> Shown | None:
    """Return the text with most of the sentences, or None where there is not a single one."""
    count = {case.path: sum(plain(s) in case.words for s in sentences) for case in shown}
    best = max(shown, key=lambda item: count[item.path], default=None)
    return best if best and count[best.path] else None


def _title(text: str) -> str:
    return plain(text).strip("《》")


def _structure(score: Score, case: Shown | None, headings: Sequence[str]) -> None:
    result = case.headings if case else ()
    score.add("headings", ((any(name in item for item in result), name) for name in headings))


def _photos(
    score: Score, case: Shown | None, photos: Sequence[Photo], sentences: Sequence[str]
) -> None:
    pictures = case.pictures if case else ()
    for photo in photos:
        place = next((text for text, data in pictures if alike(data, photo.data)), None)
        wanted = photo.after or sentences[-1]
        if place is None:
            score.add("photos", [(False, f"not in the case: after {wanted}")])
            continue
        before = [sentence for sentence in sentences if plain(sentence) in place]
        last = max(before, key=lambda item: place.rindex(plain(item)), default="the top")
        score.add("photos", [(_same_place(last, wanted, sentences), f"after {last}, not {wanted}")])


def _same_place(last: str, wanted: str, sentences: Sequence[str]) -> bool:
    """Whether a picture after `last` stands where it belongs: a caption may come between."""
    if last == wanted:
        return True
    between = sentences[sentences.index(wanted) + 1 :]
    return bool(between) and last == between[0] and not last.endswith("。")


def _private(
    score: Score, details: Sequence[str], shown: Sequence[Shown], printed: Sequence[tuple[str, str]]
) -> None:
    for detail in details:
        word = plain(detail)
        places = [
            f"cases/{case.path.name}" for case in shown if word in case.words + plain(case.front)
        ]
        places += [name for name, text in printed if word in text]
        score.add("private", [(not places, f"{detail} in {', '.join(places)}")])


def _bytes(
    score: Score, files: dict[str, bytes], inside: dict[str, tuple[bytes, ...]],
    residue: Sequence[str], kept: set[str],
) -> None:  # fmt: skip
    for name, data in files.items():
        whole = _hash(data) in kept
        for piece in inside.get(name, (data,)):
            score.add("bytes", [(whole or _hash(piece) in kept, name)])


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
