"""A language of a few words, as both models read it, and as files of their formats."""

import struct
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np

from casebook.proof.spelling import language
from casebook.proof.spelling.language import Language
from casebook.proof.spelling.word_pairs import WordPairs

WORDS = (
    "全面 贯彻 落实 党 的 决策 部署 不断 提高 服务 能力 医院 患者 工作 开展 健康 教育 人 门 他 他们 认真 "
    "齐抓共管 格局 形成 策 物 权力 权利 发展 思想 政治 有关 油管 管 规定 质量 质 医疗 持续 地 得"
).split()
PAIRS = (
    "全面 贯彻|贯彻 落实|落实 党|党 的|的 决策|决策 部署|不断 提高|提高 服务|服务 能力|健康 教育|开展 健康|"
    "形成 齐抓共管|齐抓共管 的|的 工作|工作 格局|认真 贯彻|有关 规定|医疗 质量|质量 持续"
).split("|")
TRIPLES = ["贯彻 落实 党", "全面 贯彻 落实"]
"""Each a pair and a word behind it, of value -0.5."""


def pairs() -> WordPairs:
    """Return the model: words of two characters and more are frequent, those of one are not."""
    value = [-7.0 if len(word) > 1 else -9.5 for word in WORDS]
    before, behind = zip(*(pair.split() for pair in PAIRS), strict=True)
    triples = [triple.rsplit(" ", 1) for triple in TRIPLES]
    return WordPairs(
        WORDS,
        np.array(value),
        np.full(len(WORDS), -1.0),
        np.array([WORDS.index(word) for word in before]),
        np.array([WORDS.index(word) for word in behind]),
        np.full(len(PAIRS), -2.0),
        np.full(len(PAIRS), -0.25),
        np.array([PAIRS.index(pair) for pair, _ in triples]),
        np.array([WORDS.index(word) for _, word in triples]),
        np.full(len(TRIPLES), -0.5),
    )


@cache
def tiny() -> Language:
    """Return the language."""
    return language.opened(language.make((pairs(), pairs()), ()))


def write(folder: Path) -> None:
    """Write the model as the files that the packages of Debian bring."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "zh_CN.lm").write_bytes(kenlm(pairs()))
    model, dictionary = sunpinyin(pairs())
    (folder / "lm_sc.t3g").write_bytes(model)
    (folder / "pydict_sc.bin").write_bytes(dictionary)


def kenlm(model: WordPairs) -> bytes:
    """Return a model as a KenLM trie of three words (values by their tables)."""
    words = ["<unk>", *model.words]
    ten = np.log(10)
    rows = sorted(zip(model.behind + 1, model.before + 1, strict=True))
    triples = sorted(
        (model.triple_word[at] + 1, model.behind[pair] + 1, model.before[pair] + 1)
        for at, pair in enumerate(model.triple_pair)
    )
    assert len(triples) == 2, "bits of pointers are those of two triples"
    pointer_bits, offsets = 2, 1
    word_bits = len(words).bit_length()
    width = word_bits + 8 + 8 + pointer_bits
    head = b"mmap lm http://kheafield.com/code format version 5\n\0".ljust(56, b"\0")
    head += struct.pack("<3fIIIQ", 0, 1, -0.5, 1, 0xFFFFFFFF, 0, 1)
    head += struct.pack("<B3xfiB3xI", 3, 1.5, 5, 1, 1)
    head += struct.pack("<3Q", len(words), len(rows), len(triples))
    head = head.ljust(-(-len(head) // 8) * 8, b"\0")
    vocabulary = struct.pack("<Q", len(words) - 1) + bytes(8 * len(words))
    values, backoffs, last = [0.0] * 256, [0.0] * 256, [0.0] * 256
    values[3], backoffs[5] = float(model.pair_value[0] / ten), float(model.pair_backoff[0] / ten)
    last[7] = float(model.triple_value[0] / ten)
    tables = struct.pack("<BBB5x", 2, 8, 8) + struct.pack("<768f", *values, *backoffs, *last)
    starts = [sum(behind < word for behind, _ in rows) for word in range(len(words) + 2)]
    singles = b"".join(
        struct.pack("<ffQ", value, backoff, start)
        for value, backoff, start in zip(
            [-9.0, *(model.value / ten), 0], [0, *(model.backoff / ten), 0], starts, strict=False
        )
    ).ljust(16 * (len(words) + 2), b"\0")
    pointers = struct.pack("<BB6x", 0, 22) + bytes(8 * offsets) + bytes(7)
    entries = [
        int(before) | 5 << word_bits | 3 << (word_bits + 8)
        | sum(triple[:2] < (behind, before) for triple in triples) << (word_bits + 16)
        for behind, before in rows
    ]  # fmt: skip
    entries.append(len(triples) << (word_bits + 16))
    longest = [int(first) | 7 << word_bits for _, _, first in triples]
    names = "".join(f"{word}\0" for word in words).encode()
    body = _packed(entries, width) + _packed([*longest, 0], word_bits + 8)
    return head + vocabulary + tables + singles + pointers + body + names


def _packed(entries: Sequence[int], width: int) -> bytes:
    """Return numbers of `width` bits one behind the other, as KenLM lays them."""
    whole = sum(int(entry) << (width * number) for number, entry in enumerate(entries))
    return whole.to_bytes(-(-len(entries) * width // 8) + 8, "little")


def sunpinyin(model: WordPairs) -> tuple[bytes, bytes]:
    """Return a model and its dictionary in the formats of SunPinyin."""
    words = ["", *model.words]
    values = sorted({*np.exp(model.value), *np.exp(model.pair_value), 1e-5})
    values = sorted({*values, *np.exp(model.triple_value)})
    weights = sorted({*np.exp(model.backoff), *np.exp(model.pair_backoff), 1.0})
    rows = sorted(zip(model.before + 1, model.behind + 1, strict=True))

    def node(word: int, weight: float, value: float, child: int) -> bytes:
        first = word | weights.index(weight) << 18
        return struct.pack("<3I", first, values.index(value) | child << 16, 0)

    singles = [
        node(number, np.exp(model.backoff[0]), value, sum(first < number for first, _ in rows))
        for number, value in enumerate(np.exp(model.value), 1)
    ]
    singles.append(node(0, 1.0, 1e-5, len(rows)))
    triples = sorted(
        (model.before[pair] + 1, model.behind[pair] + 1, model.triple_word[at] + 1)
        for at, pair in enumerate(model.triple_pair)
    )
    weight, value = np.exp(model.pair_backoff[0]), np.exp(model.pair_value[0])
    pair_nodes = [
        node(int(row[1]), weight, value, sum(triple[:2] < row for triple in triples))
        for row in rows
    ]
    number = values.index(np.exp(model.triple_value[0]))
    leaves = [
        struct.pack("<2I", int(word) | (number & 0x3FFF) << 18, number >> 14 << 27)
        for _, _, word in triples
    ]
    pair_nodes.append(node(0, 1.0, 1e-5, 0))
    levels = [[node(0, 1.0, 1e-5, 0), node(0, 1.0, 1e-5, len(words) - 1)], singles, pair_nodes]
    data = struct.pack("<6I", 3, 0, *map(len, levels), len(leaves) + 1)
    data += _table(values, 1 << 16) + _table(weights, 1 << 14)
    data += b"".join(b"".join(level) for level in (*levels, leaves)) + bytes(8)
    text = "".join(f"{word}\0" for word in words).encode("utf-32-le")
    return data, struct.pack("<3I", len(words), 0, 12) + text


def _table(values: Sequence[float], length: int) -> bytes:
    return struct.pack(f"<{length}f", *values, *[0.0] * (length - len(values)))
