"""Hold the proof against zhlint (npm) and autocorrect-py on the seeds and on planted faults.

Run `python tests/bench_referees.py FOLDER` with zhlint installed in FOLDER/node_modules and
autocorrect-py in Python. Development tools only: neither is needed to proofread or to test. What
each would change, character by character, is compared with what the proof's rules about marks
and spaces would put; what only one of them changes is printed with its context.
"""

# ruff: noqa: E402  run as a program
import difflib
import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "src")]

import autocorrect_py

from casebook.proof import blocks, lists, rule_runner, rules, source_map

SCRIPT = """
const {run} = require('zhlint');
const rules = {halfwidthPunctuation: '', fullwidthPunctuation: '，。：；？！“”‘’（）',
  adjustedFullwidthPunctuation: '', unifiedPunctuation: 'simplified',
  noSpaceBeforePauseOrStop: true, noSpaceAfterFullwidthPauseOrStop: true,
  noSpaceInsideQuotation: true, noSpaceInsideBracket: true, skipPureWestern: true,
  noSinglePair: true};
const texts = JSON.parse(require('fs').readFileSync(0, 'utf8'));
console.log(JSON.stringify(texts.map(text => run(text, {rules}).result)));
"""
SEEDS = {
    "manuscript": HERE / "data" / "case_heilongjiang_tcm_no1.txt",
    "notice": HERE.parent / "manuscript" / "notice.txt",
}
OURS = ("half-width-mark", "half-width-bracket", "straight-quote", "stray-space", "wrong-ellipsis")
assert rules


def ours(text: str) -> str:
    """Return `text` with the proposals of the proof's rules about marks and spaces put in."""
    piece = blocks.Piece(
        "x", blocks.Source("x.md", text), lists=lists.read(), align=source_map.align
    )
    block = blocks.Body(text, 0, 1, False, piece)
    piece.blocks = (block,)
    result = [
        item for item in rule_runner.in_piece(piece) if item.rule in OURS and item.put is not None
    ]
    for element in sorted(result, key=lambda element: element.start, reverse=True):
        end = element.start + len(element.text)
        if len(text) >= end and text[element.start : end] == element.text:
            text = text[: element.start] + (element.put or "") + text[end:]
    return text


def zhlint(texts: list[str], folder: Path) -> list[str]:
    """Return `texts` as zhlint with print settings leaves them."""
    done = subprocess.run(
        ["node", "-e", SCRIPT], cwd=folder, input=json.dumps(texts), capture_output=True, text=True
    )
    return [str(text) for text in json.loads(done.stdout)]


def changes(old: str, new: str) -> set[tuple[int, str, str]]:
    """Return what changed: offset, old and new words, a character each where they pair up."""
    result: set[tuple[int, str, str]] = set()
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "replace" and b - a == d - c:
            result |= {(a + n, old[a + n], new[c + n]) for n in range(b - a)}
        elif tag != "equal":
            result.add((a, old[a:b], new[c:d]))
    return result


def main(folder: Path) -> None:
    """Print for each seed how many characters each changes, alone and together."""
    for name, path in SEEDS.items():
        lines = [line for line in path.read_text("utf-8").splitlines() if line.strip()]
        referees = {
            "zhlint": zhlint(lines, folder),
            "autocorrect": [autocorrect_py.format(line) for line in lines],
        }
        mine = [changes(line, ours(line)) for line in lines]
        for referee, results in referees.items():
            theirs = [changes(line, new) for line, new in zip(lines, results, strict=True)]
            counts = Counter[str]()
            only: dict[str, list[str]] = {"ours": [], referee: []}
            for line, a, b in zip(lines, mine, theirs, strict=True):
                counts += Counter(both=len(a & b), ours=len(a - b), theirs=len(b - a))
                for who, some in (("ours", a - b), (referee, b - a)):
                    only[who] += [_shown(line, *item) for item in sorted(some)]
            print(f"\n## {name}, {referee}: {dict(counts)}")
            for who, rows in only.items():
                kinds = Counter(re.sub(r"「.*」", "", row) for row in rows)
                for kind, many in kinds.most_common():
                    sample = next(row for row in rows if row.startswith(kind))
                    print(f"- only {who}: {many} × {sample}")


def _shown(line: str, at: int, old: str, new: str) -> str:
    return f"{old!r} → {new!r} 「{line[max(0, at - 6) : at + len(old) + 6]}」"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
