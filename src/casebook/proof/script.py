"""Traditional and variant characters, by OpenCC. The only module that touches it.

OpenCC's phrase tables know 乾隆 and 瞭望; characters of GB 2312 that it would still change (著, 於 as
a surname) are standard in some use, so only what GB 2312 lacks is reported.
"""

from collections.abc import Iterator
from functools import cache

from opencc import OpenCC

#: Standard again since 2013 (通用规范汉字表, note 5), mostly in names.
RESTORED = frozenset("皙瞋噘蹚溧勠菰萩砣淼昇陞堃喆甯邨迺桠鎔镕")


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


def simplified(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and simplified form of each run of traditional characters in `text`."""
    changed = _converter().convert(text)
    if changed == text or len(changed) != len(text):
        return
    start = None
    for at, (mine, theirs) in enumerate(zip(text + "\0", changed + "\0", strict=True)):
        wrong = mine != theirs and not _standard(mine)
        if wrong and start is None:
            start = at
        elif not wrong and start is not None:
            yield start, at, changed[start:at]
            start = None


def _standard(char: str) -> bool:
    if char in RESTORED:
        return True
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
