"""What other checkers say of the same texts, where they are installed; the project needs none of them.

    autocorrect  PyPI autocorrect-py (MIT): `pip install autocorrect-py` into the environment
    zhlint       npm zhlint (MIT): `npm install zhlint` in a folder, named by the variable ZHLINT

Each returns a text as it should be; what it changed counts as its findings.
"""

import importlib.util
import json
import os
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

from rapidfuzz.distance import Levenshtein

_ZHLINT = """
import {run} from 'zhlint'; import fs from 'fs';
const texts = JSON.parse(fs.readFileSync(process.env.TEXTS, 'utf8'));
const mended = texts.map(t => { try { return run(t, {rules: {preset: 'default'}}).result } catch { return t } });
fs.writeFileSync(process.env.MENDED, JSON.stringify(mended));
"""
Mend = Callable[[Sequence[str]], list[str]]


def checkers() -> dict[str, Mend]:
    """Return the checkers that are installed, by name: what mends texts."""
    installed: dict[str, Mend] = {}
    if importlib.util.find_spec("autocorrect_py"):
        installed["autocorrect"] = _autocorrect
    if folder := os.environ.get("ZHLINT"):
        installed["zhlint"] = lambda texts: _zhlint(Path(folder), texts)
    return installed


def _autocorrect(texts: Sequence[str]) -> list[str]:
    import autocorrect_py  # lazy: seldom installed

    return [str(autocorrect_py.format(text)) for text in texts]


def _zhlint(folder: Path, texts: Sequence[str]) -> list[str]:
    script, given, mended = (folder / name for name in ("measure.mjs", "texts.json", "mended.json"))
    script.write_text(_ZHLINT, "utf-8")
    given.write_text(json.dumps(list(texts)), "utf-8")
    names = {"TEXTS": str(given), "MENDED": str(mended)}
    subprocess.run(
        ["node", script.name], cwd=folder, check=True, stdout=subprocess.DEVNULL,
        env=os.environ | names,
    )  # fmt: skip
    return [str(text) for text in json.loads(mended.read_text("utf-8"))]


def changes(text: str, mended: str) -> list[tuple[int, int, str]]:
    """Return what was changed: start, end and what stands there then."""
    return [
        (op.src_start, op.src_end, mended[op.dest_start : op.dest_end])
        for op in Levenshtein.opcodes(text, mended)
        if op.tag != "equal"
    ]
