"""Make `data/articles.tsv`: how many articles laws and regulations have, and when new ones took effect.

Run `python tests/make_articles.py REPOSITORY`, a git directory of github.com/LawRefBook/Laws, which copies
the state's database of laws. Numbers and days are facts; of the texts nothing is taken. Statutes are left
out of which the lists of laws and regulations know a later day than the copy; the day of taking effect is
given for those alone that were never amended. Of several copies of one name the longest counts.
"""

# ruff: noqa: E402  run as a program
import re
import subprocess
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "src")]

from casebook.proof.lists import DATA
from casebook.typography import number_of
from make_laws import COPY, KINDS

HEAD = """\
# 法律、行政法规的条数：不带“中华人民共和国”的名称	最末一条的条号	施行日期（修改过的、不详的写 -）	出处。引用的条号大于最末一条、施行日期不合的，提请核对。
# 据 github.com/LawRefBook/Laws（国家法律法规数据库 flk.npc.gov.cn 的副本），提交 {commit}；由 python tests/make_articles.py 生成。
"""
FEWEST = 10
_ARTICLE = re.compile(r"^(?:\*\*)?第([一二三四五六七八九十百千零〇]+)条", re.MULTILINE)
_EFFECT = re.compile(r"自((?:19|20)\d\d)年(\d{1,2})月(\d{1,2})日起(?:施行|实施|生效)")


def main(repository: Path) -> None:
    """Write the list."""
    commit = git(repository, "rev-parse", "HEAD")[:12]
    known = days("laws") | days("regulations")
    rows: dict[str, tuple[int, str]] = {}
    for path in git(repository, "ls-tree", "-r", "--name-only", "HEAD").splitlines():
        kind, _, rest = path.partition("/")
        match = re.fullmatch(
            r"([^()（）/]+?)(?:\((\d{4}-\d\d-\d\d)\))?\.md", rest.rpartition("/")[2]
        )
        if kind not in (*KINDS, "行政法规") or match is None:
            continue
        name = "民法典" if kind == "民法典" else match[1]
        if name != "民法典" and known.get(name) != match[2]:
            continue
        text = git(repository, "show", f"HEAD:{path}")
        last = max((number_of(n) or 0 for n in _ARTICLE.findall(text)), default=0)
        amended = re.search("修正|修订|修改", text.partition("<!-- INFO END -->")[0])
        effects = {
            "-".join((y, f"{int(m):02}", f"{int(d):02}")) for y, m, d in _EFFECT.findall(text)
        }
        effect = effects.pop() if len(effects) == 1 and not amended else "-"
        if last >= FEWEST and last > rows.get(name, (0, ""))[0]:
            rows[name] = (last, effect)
    lines = [f"{name}\t{last}\t{effect}\t{COPY}" for name, (last, effect) in sorted(rows.items())]
    (DATA / "articles.tsv").write_text(
        HEAD.format(commit=commit) + "\n".join(lines) + "\n", "utf-8"
    )
    sys.stdout.write(f"{len(lines)} statutes\n")


def git(repository: Path, *words: str) -> str:
    """Return what git says of a repository."""
    command = ["git", "-c", "core.quotepath=off", "-C", str(repository), *words]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def days(name: str) -> dict[str, str]:
    """Return the days of a list by its names."""
    lines = (DATA / f"{name}.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {row[0]: row[1] for row in rows}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
