"""Write the lists of words that are right as they stand: python tests/make_word_lists.py THUOCL.

THUOCL is a copy of github.com/thunlp/THUOCL (MIT). Kept are words of three to seven Chinese characters:
shorter ones meet what is wrong by chance.
"""

import re
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1] / "src")]

from casebook.proof.lists import DATA  # noqa: E402

LISTS = {"medical": ("medical", "医学"), "law": ("law", "法律"), "places": ("diming", "地名")}
HEAD = """\
# {title}词语，三至七字：其中的字不当作错字。
# 来源：THUOCL 清华大学开放中文词库·{title}（github.com/thunlp/THUOCL，THUOCL_{source}.txt），MIT 许可，
# Copyright (c) 2018 THUNLP（清华大学自然语言处理与社会人文计算实验室）。
"""
_KEPT = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]{3,7}")


def main(folder: Path) -> None:
    """Write the lists, sorted."""
    for name, (source, title) in LISTS.items():
        lines = (folder / "data" / f"THUOCL_{source}.txt").read_text("utf-8-sig").splitlines()
        words = sorted(
            {word for line in lines if _KEPT.fullmatch(word := line.split("\t")[0].strip())}
        )
        head = HEAD.format(title=title, source=source)
        (DATA / f"{name}.txt").write_text(head + "\n".join(words) + "\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
