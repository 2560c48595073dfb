"""Whoever reads a text, and whatever becomes of the helpers, the answers are the same."""

from collections.abc import Callable
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

import tiny
from casebook import proof
from casebook.intake.manuscript import book_reader
from casebook.language_files import LanguageFiles
from casebook.press import workers
from casebook.proof import rule_runner, segmentation, texts_alone
from casebook.proof.blocks import Volume
from casebook.proof.shared_reading import Helpers
from casebook.proof.spelling import helped_speller, model_store, speller
from proof.spelling import tiny_language


class Pool(Executor):
    """Does what is submitted at once, in this process; with `fate` it dies, or begins nothing."""

    def __init__(self, fate: str = "") -> None:
        self.fate, self.done = fate, 0

    def submit(self, function: Callable[..., object], /, *given: object, **named: object) -> Future:  # type: ignore[type-arg,override]
        if self.fate == "refuses" and self.done:
            raise BrokenProcessPool("gone")
        self.done += 1
        future: Future[object] = Future()
        if self.fate == "dies" and self.done > 1:
            future.set_exception(BrokenProcessPool("gone"))
        elif self.fate != "idle":
            future.set_result(function(*given, **named))
        return future


@pytest.fixture
def texts(tmp_path: Path) -> Volume:
    sentence = "全院全院动员，患者的的满意度提高。"
    folder = tiny.write(tmp_path / "book", case=f'---\naward: "1-1"\n---\n\n{sentence}\n')
    return segmentation.volume(book_reader.read(folder).book, folder / "manuscript")


@pytest.mark.parametrize("fate", ["", "idle", "dies", "refuses"])
def test_the_answers_are_those_of_reading_alone(
    texts: Volume, fate: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = rule_runner.find(texts)
    assert {finding.rule for finding in alone} >= {"doubled-word"}
    pool = Pool(fate)
    monkeypatch.setattr(workers, "helpers", lambda: pool)
    monkeypatch.setattr(workers, "terminate", lambda _: None)
    monkeypatch.setattr(texts_alone, "FEW", 0)
    monkeypatch.setattr(texts_alone, "TOGETHER", 1)
    with Helpers() as helpers:
        reading = texts_alone.TextsAlone(texts, None, helpers)
        assert pool.done
        assert rule_runner.find(texts, reading.findings()) == alone


def test_helpers_load_the_rules_while_a_book_is_read_for_the_first_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tiny.write(tmp_path / "book", case='---\naward: "1-1"\n---\n\n全院全院动员。\n')
    pool, loaded = Pool(), []
    monkeypatch.setattr(workers, "helpers", lambda: pool)
    monkeypatch.setattr(workers, "terminate", lambda _: None)
    monkeypatch.setattr(workers, "cores", lambda: 3)
    monkeypatch.setattr(rule_runner, "load", lambda: loaded.append(pool.done))
    monkeypatch.setattr(texts_alone, "FEW", 0)
    first = proof.examine(folder, paged=False)
    assert loaded[:2] == [1, 2]
    pool.done = 0
    assert proof.examine(folder, paged=False).errata == first.errata
    assert not pool.done


def test_a_process_of_its_own_reads_as_this_one_does(
    texts: Volume, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "cores", lambda: 2)
    pieces = (texts.awards, *texts.pieces)
    with Helpers() as helpers:
        shared = texts_alone.share_texts(
            helpers, pieces, lambda piece: pytest.fail(f"{piece.id} was not read by the helper")
        )
        shared._futures[0].result(timeout=120)
        answers = shared.answers()
    assert [f for part in answers for own in part for f in own] == [
        finding for piece in pieces for finding in rule_runner.in_piece(piece)
    ]


def test_nobody_helps_where_there_is_one_core(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "cores", lambda: 1)
    assert workers.helpers() is None
    with Helpers() as helpers:
        shared = helpers.share([1, 2], lambda n: n + 1, lambda n: n, lambda n: n)
        assert shared.answers() == [2, 3]


def test_batches_read_by_helpers_have_the_same_suspects(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(speller, "_BATCH", 4)
    tiny_language.write(tmp_path / "models")
    files = LanguageFiles(*(tmp_path / "models" / name for name in ("zh_CN.lm", "lm_sc.t3g", "pydict_sc.bin")))  # fmt: skip
    words = ["全面贯策落实", "提高服物能力", "医疗质量"]
    plain = speller.suspects(model_store.open_language(files), words)
    assert any(plain)
    pool = Pool()
    monkeypatch.setattr(workers, "helpers", lambda: pool)
    monkeypatch.setattr(workers, "terminate", lambda _: None)
    with Helpers() as helpers:
        assert helped_speller.suspects(files, words, helpers) == plain
    assert pool.done > 1
    assert helped_speller.suspects(files, words) == plain
