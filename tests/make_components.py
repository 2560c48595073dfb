"""Write `components.tsv` of the proof: python tests/make_components.py CJK-DECOMP.TXT.

The file is cjk-decomp.txt of github.com/amake/cjk-decomp (Gavin Grover; MIT among its licences).
"""

import re
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1] / "src")]

from casebook.proof.lists import DATA  # noqa: E402
from casebook.proof.standard_characters import standard  # noqa: E402

HEAD = """\
# 字	结构	部件：《通用规范汉字表》各字的拆分。结构 a 左右、d 上下、s 包围等，依原文件。
# 来源：CJK Decomposition Data（Gavin Grover；github.com/amake/cjk-decomp，cjk-decomp.txt），六种许可任选其一，这里用 MIT。
# 由 tests/make_components.py 生成。
"""


def main(path: Path) -> None:
    """Write the parts of the characters of 《通用规范汉字表》."""
    lines = []
    for line in path.read_text("utf-8").splitlines():
        match = re.match(r"(\S+?):(\w)\w*(?:/\w+)?\((.+)\)", line)
        if match and match[1] in standard():
            lines.append("\t".join((match[1], match[2], *match[3].split(","))))
    (DATA / "components.tsv").write_text(HEAD + "\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
