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
    "齐抓共管 格局 形成 策 物 权力 权利 发展 思想 政治"
).split()
PAIRS = (
    "全面 贯彻|贯彻 落实|落实 党|党 的|的 决策|决策 部署|不断 提高|提高 服务|服务 能力|健康 教育|开展 健康|"
    "形成 齐抓共管|齐抓共管 的|的 工作|工作 格局|认真 贯彻"
).split("|")


def pairs() -> WordPairs:
    """Return the model: words of two characters and more are frequent, those of one are not."""
    value = [-7.0 if len(word) > 1 else -9.5 for word in WORDS]
    before, behind = zip(*(pair.split() for pair in PAIRS), strict=True)
    return WordPairs(
        WORDS,
        np.array(value),
        np.full(len(WORDS), -1.0),
        np.array([WORDS.index(word) for word in before]),
        np.array([WORDS.index(word) for word in behind]),
        np.full(len(PAIRS), -2.0),
    )


@cache
def tiny() -> Language:
    """Return the language."""
    return language.opened(language.make((pairs(), pairs())))


def write(folder: Path) -> None:
    """Write the model as the files that the packages of Debian bring."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "zh_CN.lm").write_bytes(kenlm(pairs()))
    model, dictionary = sunpinyin(pairs())
    (folder / "lm_sc.t3g").write_bytes(model)
    (folder / "pydict_sc.bin").write_bytes(dictionary)


def kenlm(model: WordPairs) -> bytes:
    """Return a model as a KenLM trie of three words without triples (values by their tables)."""
    words = ["<unk>", *model.words]
    ten = np.log(10)
    rows = sorted(zip(model.behind + 1, model.before + 1, strict=True))
    next_bits = 1  # of no triples
    word_bits = len(words).bit_length()
    width = word_bits + 8 + 8 + 0
    head = b"mmap lm http://kheafield.com/code format version 5\n\0".ljust(56, b"\0")
    head += struct.pack("<3fIIIQ", 0, 1, -0.5, 1, 0xFFFFFFFF, 0, 1)
    head += struct.pack("<B3xfiB3xI", 3, 1.5, 5, 1, 1)
    head += struct.pack("<3Q", len(words), len(rows), 0)
    head = head.ljust(-(-len(head) // 8) * 8, b"\0")
    vocabulary = struct.pack("<Q", len(words) - 1) + bytes(8 * len(words))
    values = [0.0] * 256
    values[3] = float(model.pair_value[0] / ten)
    tables = struct.pack("<BBB5x", 2, 8, 8) + struct.pack("<768f", *values, *[0.0] * 256, *values)
    starts = [sum(behind < word for behind, _ in rows) for word in range(len(words) + 2)]
    singles = b"".join(
        struct.pack("<ffQ", value, backoff, start)
        for value, backoff, start in zip(
            [-9.0, *(model.value / ten), 0], [0, *(model.backoff / ten), 0], starts, strict=False
        )
    ).ljust(16 * (len(words) + 2), b"\0")
    pointers = struct.pack("<BB6x", 0, 22) + bytes(8 * next_bits) + bytes(7)
    body = sum(
        (before | 0 << word_bits | 3 << (word_bits + 8)) << (width * number)
        for number, (_, before) in enumerate((int(a), int(b)) for a, b in rows)
    )
    packed = body.to_bytes(-(-(len(rows) + 1) * width // 8) + 8, "little")
    longest = bytes(-(-(word_bits + 8) // 8) + 8)
    names = "".join(f"{word}\0" for word in words).encode()
    return head + vocabulary + tables + singles + pointers + packed + longest + names


def sunpinyin(model: WordPairs) -> tuple[bytes, bytes]:
    """Return a model and its dictionary in the formats of SunPinyin."""
    words = ["", *model.words]
    values = sorted({*np.exp(model.value), *np.exp(model.pair_value), 1e-5})
    weights = sorted({*np.exp(model.backoff), 1.0})
    rows = sorted(zip(model.before + 1, model.behind + 1, strict=True))

    def node(word: int, weight: float, value: float, child: int) -> bytes:
        first = word | weights.index(weight) << 18
        return struct.pack("<3I", first, values.index(value) | child << 16, 0)

    singles = [
        node(number, np.exp(model.backoff[0]), value, sum(first < number for first, _ in rows))
        for number, value in enumerate(np.exp(model.value), 1)
    ]
    singles.append(node(0, 1.0, 1e-5, len(rows)))
    pair_nodes = [node(int(second), 1.0, np.exp(model.pair_value[0]), 0) for _, second in rows]
    pair_nodes.append(node(0, 1.0, 1e-5, 0))
    levels = [[node(0, 1.0, 1e-5, 0), node(0, 1.0, 1e-5, len(words) - 1)], singles, pair_nodes]
    data = struct.pack("<6I", 3, 0, *map(len, levels), 1)
    data += _table(values, 1 << 16) + _table(weights, 1 << 14)
    data += b"".join(b"".join(level) for level in levels) + bytes(8)
    text = "".join(f"{word}\0" for word in words).encode("utf-32-le")
    return data, struct.pack("<3I", len(words), 0, 12) + text


def _table(values: Sequence[float], length: int) -> bytes:
    return struct.pack(f"<{length}f", *values, *[0.0] * (length - len(values)))
