"""A neural checker that the user brings: a folder with a network, and what it doubts.

The folder is `checker/` beside the manuscript folder of the book, or `casebook/checker/` among the
user's data (`XDG_DATA_HOME`). It holds

    model.onnx   takes `input_ids` (and `attention_mask`, `token_type_ids` where it has them), whole
                 numbers, a sentence a row; gives for each place a value for each entry of vocab.txt
    vocab.txt    the entries, one a line, with [CLS], [SEP], [UNK] and [PAD]
    model.yaml   name, licence, threshold (from 0 to 1)

which is what a network of the kind of BERT trained to correct Chinese is exported as. Each character
is an entry by itself. `casebook[neural]` brings onnxruntime, and nothing is ever fetched.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Annotated

import numpy as np
import onnxruntime

from casebook import files
from casebook.errata import Erratum, Kind, Place, StopPress, Wording
from casebook.intake.manuscript import yaml_file
from casebook.intake.manuscript.typed import Model, check
from casebook.language_files import CHECKER, NETWORK
from casebook.proof.spelling.mapped_arrays import Numbers
from casebook.proof.spelling.suspects import Suspect

ENTRIES, FACTS = "vocab.txt", "model.yaml"
_START, _END, _OTHER, _EMPTY = "[CLS]", "[SEP]", "[UNK]", "[PAD]"
_LONGEST = 126
_AT_ONCE = 32
_SENTENCE = re.compile("[^。！？；]+[。！？；]*")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")


class CheckerFacts(Model):
    """`checker/model.yaml`: what a neural checker is called, its licence, from when it is believed.

    中文：`checker/model.yaml`：检查器的名称、许可和门槛。
    """

    name: Annotated[str, Wording("名称", "its name")]
    licence: Annotated[str, Wording("许可", "its licence")]
    threshold: Annotated[
        float, Wording("把握多大才报，0 到 1", "how sure it must be to be told, from 0 to 1")
    ]


@dataclass(frozen=True)
class Doubt:
    """A place in a sentence, the entries that might stand there with their values, the best first.

    `score` is the probability of the best.
    """

    sentence: int
    place: int
    candidates: tuple[tuple[str, float], ...]
    score: float


@dataclass(frozen=True)
class Checker:
    """A checker: its folder, its facts, the hash of its files."""

    folder: Path
    facts: CheckerFacts
    digest: str

    @property
    def label(self) -> str:
        """Its name and the start of its hash, as reports name it."""
        return f"{self.facts.name} {self.digest[:12]}"

    @cached_property
    def entries(self) -> list[str]:
        """The entries of its vocabulary."""
        return files.text(self.folder / ENTRIES, self.folder).splitlines()

    @cached_property
    def network(self) -> onnxruntime.InferenceSession:
        """The network, on one core: the proof is no reason to halt a machine."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        return onnxruntime.InferenceSession(
            files.read(self.folder / NETWORK, self.folder), options, ["CPUExecutionProvider"]
        )

    def detect(self, sentences: Sequence[str]) -> list[Doubt]:
        """Return what the network would rather read, from its threshold on, by sentence and place."""
        doubts: list[Doubt] = []
        for first in range(0, len(sentences), _AT_ONCE):
            doubts += self._detect(sentences[first : first + _AT_ONCE], first)
        return doubts

    def _detect(self, sentences: Sequence[str], first: int) -> Iterator[Doubt]:
        numbers = {entry: number for number, entry in enumerate(self.entries)}
        width = max(map(len, sentences)) + 2
        ids = np.full((len(sentences), width), numbers[_EMPTY], np.int64)
        mask = np.zeros((len(sentences), width), np.int64)
        for row, sentence in enumerate(sentences):
            known = [numbers.get(sign.lower(), numbers[_OTHER]) for sign in sentence]
            ids[row, : len(known) + 2] = [numbers[_START], *known, numbers[_END]]
            mask[row, : len(known) + 2] = 1
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        wanted = {node.name: given[node.name] for node in self.network.get_inputs()}
        values = np.asarray(self.network.run(None, wanted)[0], np.float64)
        chances = _chances(values)
        for row, sentence in enumerate(sentences):
            for place, sign in enumerate(sentence):
                if _HAN.match(sign):
                    yield from self._doubt(chances[row, place + 1], first + row, place, sign)

    def _doubt(self, chances: Numbers, sentence: int, place: int, sign: str) -> Iterator[Doubt]:
        best = np.argsort(-chances)[:5]
        word, score = self.entries[int(best[0])], float(chances[best[0]])
        if word != sign and _HAN.fullmatch(word) and score >= self.facts.threshold:
            candidates = tuple(
                (self.entries[int(number)], float(chances[number])) for number in best
            )
            yield Doubt(sentence, place, candidates, score)


def described(folder: Path) -> Checker:
    """Return the checker in `folder`. Raises `StopPress` when a file is missing or at fault."""
    try:
        facts, faults = check(CheckerFacts, yaml_file.read(folder / FACTS, f"{CHECKER}/{FACTS}"))
        digest = sha256()
        for name in (NETWORK, ENTRIES, FACTS):
            digest.update(files.digest(folder / name, folder))
    except OSError as fault:
        raise StopPress((_fault(f"{CHECKER}/{Path(fault.filename or FACTS).name}"),)) from fault
    if facts is None or faults:
        raise StopPress(faults)
    if not 0 < facts.threshold <= 1:
        raise StopPress((_fault(f"{CHECKER}/{FACTS}", f"threshold: {facts.threshold}"),))
    return Checker(folder, facts, digest.hexdigest())


def suspects(checker: Checker, texts: Sequence[str]) -> list[tuple[Suspect, ...]]:
    """Return what the checker doubts in each of `texts`. Raises `StopPress` when it does not work."""
    places = [
        (number, start, text[start : min(start + _LONGEST, match.end())])
        for number, text in enumerate(texts)
        for match in _SENTENCE.finditer(text)
        for start in range(match.start(), match.end(), _LONGEST)
    ]
    result: list[list[Suspect]] = [[] for _ in texts]
    try:
        doubts = checker.detect([sentence for _, _, sentence in places])
    except Exception as fault:  # whatever a network of another make may raise
        raise StopPress((_fault(f"{CHECKER}/{NETWORK}", str(fault).splitlines()[0]),)) from fault
    for doubt in doubts:
        number, start, _ = places[doubt.sentence]
        at = start + doubt.place
        put, score = doubt.candidates[0][0], round(doubt.score, 3)
        result[number].append(Suspect(at, at + 1, put, "", score, (), checker.label))
    return [tuple(own) for own in result]


def _chances(values: Numbers) -> Numbers:
    """Return values as probabilities (softmax); those that are probabilities already stay."""
    if values.min() >= 0 and np.allclose(values.sum(axis=-1), 1, atol=1e-3):
        return values
    powers = np.exp(values - values.max(axis=-1, keepdims=True))
    chances: Numbers = powers / powers.sum(axis=-1, keepdims=True)
    return chances


def _fault(name: str, reason: str = "") -> Erratum:
    zh, en = (f"：{reason}", f": {reason}") if reason else ("", "")
    return Erratum(
        "checker-at-fault",
        Place(name),
        Wording(f"检查器用不了{zh}", f"the neural checker does not work{en}"),
        Wording(
            "checker/ 里要有 model.onnx、vocab.txt、model.yaml；不用它就删去这个文件夹。",
            "checker/ needs model.onnx, vocab.txt and model.yaml; without use for it, delete it.",
        ),
        kind=Kind.QUERY,
    )
