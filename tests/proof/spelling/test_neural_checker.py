"""A neural checker of the user's: one operation in a file made here, and what is told of it."""

import os
import sys
from pathlib import Path

import numpy as np
import pytest

import tiny
from casebook import language_files, proof
from casebook.errata import Erratum, StopPress

pytest.importorskip("onnxruntime")

from casebook.proof.spelling import neural_checker
from proof.spelling import tiny_language

ENTRIES = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *"教育肓健康开展工作"]
FACTS = "name: 小网\nlicence: MIT\nthreshold: 0.9\n"


def field(number: int, value: bytes | int) -> bytes:
    """Return a field of a message of Protocol Buffers."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    return varint(number << 3 | 2) + varint(len(value)) + value


def varint(value: int) -> bytes:
    parts = []
    while value > 127:
        parts.append(value & 127 | 128)
        value >>= 7
    return bytes((*parts, value))


def network(prefers: dict[str, str], surely: float = 9.0) -> bytes:
    """Return a network (ONNX) that would have each entry stay, but for those it `prefers` others to."""
    table = np.eye(len(ENTRIES), dtype="<f4") * surely
    for wrong, right in prefers.items():
        row = table[ENTRIES.index(wrong)]
        row[:] = 0
        row[ENTRIES.index(right)] = surely
    dims = b"".join(field(1, length) for length in table.shape)
    weights = dims + field(2, 1) + field(8, b"table") + field(9, table.tobytes())
    node = field(1, b"table") + field(1, b"input_ids") + field(2, b"values") + field(4, b"Gather")
    graph = field(1, node) + field(2, b"tiny") + field(5, weights)
    graph += field(11, tensor("input_ids", 7, "rows", "places"))
    graph += field(12, tensor("values", 1, "rows", "places", "entries"))
    return field(1, 8) + field(8, field(1, b"") + field(2, 13)) + field(7, graph)


def tensor(name: str, kind: int, *dims: str) -> bytes:
    shape = b"".join(field(1, field(2, dim.encode())) for dim in dims)
    return field(1, name.encode()) + field(2, field(1, field(1, kind) + field(2, shape)))


def write(folder: Path, data: bytes | None = None, facts: str = FACTS) -> Path:
    folder.mkdir(parents=True)
    (folder / "model.onnx").write_bytes(network({"肓": "育"}) if data is None else data)
    (folder / "vocab.txt").write_text("\n".join(ENTRIES) + "\n", "utf-8")
    (folder / "model.yaml").write_text(facts, "utf-8")
    return folder


def test_it_says_place_candidates_and_score(tmp_path: Path) -> None:
    checker = neural_checker.described(write(tmp_path / "checker"))
    doubts = checker.detect(["健康教育", "开展健康教肓工作", "Ａ肓"])
    assert [(d.sentence, d.place, d.candidates[0][0]) for d in doubts] == [
        (1, 5, "育"),
        (2, 1, "育"),
    ]
    assert all(d.score > 0.99 and len(d.candidates) == 5 for d in doubts)


def test_below_its_threshold_it_is_silent(tmp_path: Path) -> None:
    checker = neural_checker.described(write(tmp_path / "checker", network({"肓": "育"}, 2.0)))
    assert checker.detect(["健康教肓"]) == []


def test_places_are_those_of_the_text_however_long(tmp_path: Path) -> None:
    checker = neural_checker.described(write(tmp_path / "checker"))
    text = "健康。" + "工作" * 130 + "肓；开展教肓"
    (suspects,) = neural_checker.suspects(checker, [text])
    assert [text[s.start : s.end] + s.put for s in suspects] == ["肓育", "肓育"]
    assert suspects[0].checker == f"小网 {checker.digest[:12]}"


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv(language_files.VARIABLE, str(tmp_path / "models"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(language_files, "_ROOTS", ())
    case = '---\naward: "1-1"\n---\n\n开展健康教肓工作。\n'
    return tiny.write(tmp_path / "book", case=case)


def errata(book: Path, rule: str) -> list[Erratum]:
    return [e for e in proof.examine(book, paged=False).errata if e.rule == rule]


def test_the_report_names_the_checker_and_its_hash(book: Path) -> None:
    checker = neural_checker.described(write(book / "checker"))
    (query,) = errata(book, "suspected-character")
    assert query.hint is not None
    assert checker.label in query.hint.zh
    assert query.message.zh == "“教肓工”疑为“教育工”"


def test_a_place_the_models_ask_about_is_asked_about_once(book: Path) -> None:
    tiny_language.write(book.parent / "models")
    write(book / "checker")
    (query,) = errata(book, "suspected-character")
    assert query.message.zh == "“教肓”疑为“教育”"


def test_another_checker_is_asked_anew(book: Path) -> None:
    folder = write(book / "checker")
    assert len(errata(book, "suspected-character")) == 1
    (folder / "model.onnx").write_bytes(network({}))
    assert errata(book, "suspected-character") == []


@pytest.mark.parametrize(
    ("data", "facts"),
    [
        (b"no network", FACTS),
        (None, "name: 小网\nlicence: MIT\nthreshold: 7\n"),
        (None, "name: 小网\n"),
        (network({}).replace(b"input_ids", b"other_ids"), FACTS),
    ],
)
def test_a_checker_at_fault_is_told_and_stops_nothing(
    book: Path, data: bytes | None, facts: str
) -> None:
    write(book / "checker", data, facts)
    faults = [e for e in proof.examine(book, paged=False).errata if "checker" in e.place.path]
    assert faults


def test_without_its_library_the_checker_is_named_and_not_asked(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(book / "checker")
    monkeypatch.delitem(sys.modules, "casebook.proof.spelling.neural_checker")
    monkeypatch.delattr("casebook.proof.spelling.neural_checker")
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    (query,) = errata(book, "checker-without-library")
    assert "casebook[neural]" in (query.hint or query.message).en


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    folder = write(tmp_path / "checker")
    os.remove(folder / "vocab.txt")
    with pytest.raises(StopPress) as stop:
        neural_checker.described(folder)
    assert "vocab.txt" in str(stop.value.errata[0].place)
