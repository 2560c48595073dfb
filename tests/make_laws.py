"""Make `data/laws.tsv` and `data/regulations.tsv`: names of laws and of regulations of the State Council.

Run `python tests/make_laws.py NAMES COMMIT`, NAMES a file of the paths of github.com/LawRefBook/Laws,
a line each (`git ls-tree -r --name-only HEAD`); it copies the state's database of laws. Names are
facts; of the texts nothing is taken. Beside each stands the day of its last passing. Lines of the
present list with another source are kept as they stand: laws that a later one has repealed, and those
passed after the copy was made, each with the decision that says so.
"""

# ruff: noqa: E402  run as a program
import re
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1] / "src")]

from casebook.proof.lists import DATA

KINDS = "宪法相关法 民法商法 民法典 行政法 经济法 社会法 刑法 诉讼与非诉讼程序法".split()
COPY = "国家法律法规数据库 flk.npc.gov.cn"
HEAD = """\
# 法律名称：不带“中华人民共和国”的名称	通过或最近修改的日期（已废止或不详的写 -）	出处。书名号里以“中华人民共和国”开头、以“法”结尾而不在表里的，提请核对。
# 据 github.com/LawRefBook/Laws 的文件名（国家法律法规数据库 flk.npc.gov.cn 的副本），提交 {commit}；由 python tests/make_laws.py 生成；其余各条逐条写明出处。
"""


REGULATIONS_HEAD = """\
# 行政法规名称：不带“中华人民共和国”的名称	通过或最近修改的日期（不详的写 -）	出处。书名号里的条例、法律与表里的只差一个词或一两个字的，提请核对。
# 据 github.com/LawRefBook/Laws 的文件名（国家法律法规数据库 flk.npc.gov.cn 的副本），提交 {commit}；由 python tests/make_laws.py 生成；其余各条逐条写明出处。
"""


def regulations(paths: list[str]) -> dict[str, str]:
    """Return the regulations by name, each with its latest date or -."""
    names: dict[str, str] = {}
    for path in paths:
        kind, _, rest = path.partition("/")
        match = re.fullmatch(r"(.+?)(?:\((\d{4}-\d\d-\d\d)\))?\.md", rest.rpartition("/")[2])
        if kind == "行政法规" and match and re.search("(?:条例|办法|规定|细则|规则)$", match[1]):
            names[match[1]] = max(names.get(match[1], "-"), match[2] or "-")
    return names


def laws(paths: list[str]) -> dict[str, str]:
    """Return the laws by name, each with its latest date or -."""
    names: dict[str, str] = {}
    for path in paths:
        kind, _, rest = path.partition("/")
        match = re.fullmatch(
            r"([^()（）/]+?(?<!办)法)(?:\((\d{4}-\d\d-\d\d)\))?\.md", rest.rpartition("/")[2]
        )
        if kind in KINDS and match:
            names[match[1]] = max(names.get(match[1], "-"), match[2] or "-")
    return names


def other_sources(name: str) -> dict[str, str]:
    """Return the lines of the present list that do not come from the copy, by their first column."""
    lines = (DATA / f"{name}.tsv").read_text("utf-8").splitlines()
    rows = [line for line in lines if not line.startswith("#") and not line.endswith(f"\t{COPY}")]
    return {row.partition("\t")[0]: row for row in rows}


def main(paths: Path, commit: str) -> None:
    """Write the lists."""
    read = paths.read_text("utf-8").splitlines()
    counts = [
        write("laws", laws(read), HEAD.format(commit=commit)),
        write("regulations", regulations(read), REGULATIONS_HEAD.format(commit=commit)),
    ]
    sys.stdout.write(f"{counts[0]} laws, {counts[1]} regulations\n")


def write(name: str, days: dict[str, str], head: str) -> int:
    """Write one list of names and days, with the lines of other sources; return its length."""
    copied = {known: f"{known}\t{day}\t{COPY}" for known, day in days.items()}
    rows = copied | other_sources(name)
    lines = [rows[known] for known in sorted(rows)]
    (DATA / f"{name}.tsv").write_text(head + "\n".join(lines) + "\n", "utf-8")
    return len(lines)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
