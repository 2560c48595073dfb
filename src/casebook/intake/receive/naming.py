"""Read the names of files as people wrote them."""

import os
from pathlib import Path


def readable_name(path: Path) -> str:
    """Return the file's name as people read it: archives made in China hold GB18030 names."""
    raw = os.fsencode(path.name)
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "replace")
