"""Write what characters look like and are typed as: python tests/make_likenesses.py WUBI86.DICT.YAML FONT…

`wubi.tsv` of the proof comes of wubi86.dict.yaml of Debian's rime-data-wubi (LGPL-3.0). `ink.tsv` is
measured: the characters of 《通用规范汉字表》 printed in each FONT (FILE or FILE#NUMBER of a collection;
those that were used are the simplified ones of Noto Sans CJK and Noto Serif CJK, OFL 1.1) and compared
point by point. Shapes of letters are no part of a font's copyright, and none is kept.
"""

import sys
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

sys.path[:0] = [str(Path(__file__).parents[1] / "src")]

from casebook.proof.lists import DATA  # noqa: E402
from casebook.proof.standard_characters import standard  # noqa: E402

_POINTS, _EM = 24, 48
_LEAST, _MOST = 0.82, 6
"""Characters are alike from this correlation on, and each only to so many."""
_WUBI_HEAD = """\
# 字	五笔字型（86 版）编码，全码：《通用规范汉字表》各字。
# 来源：rime-wubi（wubi86.dict.yaml，Gong Chen、Yu Yuwei 等，LGPL-3.0；王永民的编码方案），Debian 包 rime-data-wubi。
# 由 tests/make_likenesses.py 生成。
"""
_INK_HEAD = """\
# 字	印出来相近的字：《通用规范汉字表》各字用黑体、宋体印出后逐点比较，相关系数 0.82 以上，每字至多 6 个。
# 由 tests/make_likenesses.py 生成。
"""


def codes(path: Path) -> dict[str, str]:
    """Return the longest code of each character of the table."""
    codes_of: dict[str, str] = {}
    for line in path.read_text("utf-8").split("\n...\n", 1)[1].splitlines():
        word, *rest = line.split("\t")
        if rest and word in standard() and len(rest[0]) > len(codes_of.get(word, "")):
            codes_of[word] = rest[0]
    return codes_of


def likeness(characters: str, fonts: list[str]) -> np.ndarray:
    """Return the correlation of the ink of all pairs of characters, the mean of all fonts."""
    total = np.zeros((len(characters), len(characters)), np.float32)
    for name in fonts:
        file, _, number = name.partition("#")
        font = ImageFont.truetype(file, 40, index=int(number or 0))
        ink = np.stack([_ink(character, font) for character in characters])
        ink -= ink.mean(axis=1, keepdims=True)
        ink /= np.linalg.norm(ink, axis=1, keepdims=True) + 1e-9
        total += ink @ ink.T
    return total / len(fonts)


def _ink(character: str, font: ImageFont.FreeTypeFont) -> np.ndarray:
    picture = Image.new("L", (_EM, _EM), 0)
    draw = ImageDraw.Draw(picture)
    draw.text((_EM / 2, _EM / 2), character, 255, font=font, anchor="mm")
    points = np.asarray(picture.resize((_POINTS, _POINTS), Image.Resampling.BOX), np.float32)
    wide = np.pad(points, 1)
    rows = wide[:-2] + 2 * wide[1:-1] + wide[2:]
    return (rows[:, :-2] + 2 * rows[:, 1:-1] + rows[:, 2:]).ravel()


def main(dictionary: Path, fonts: list[str]) -> None:
    """Write both files."""
    codes_of = codes(dictionary)
    lines = [f"{character}\t{codes_of[character]}" for character in sorted(codes_of)]
    (DATA / "wubi.tsv").write_text(_WUBI_HEAD + "\n".join(lines) + "\n", "utf-8")
    characters = "".join(sorted(standard()))
    alike = likeness(characters, fonts)
    np.fill_diagonal(alike, -1)
    lines = []
    for row, character in enumerate(characters):
        near = np.argsort(-alike[row], kind="stable")[:_MOST]
        others = "".join(characters[at] for at in near if alike[row, at] >= _LEAST)
        lines += [f"{character}\t{others}"] if others else []
    (DATA / "ink.tsv").write_text(_INK_HEAD + "\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
