"""Know which font families this machine has, as fontconfig spells them."""

import shutil
import subprocess
from collections.abc import Iterable, Iterator

from casebook.errata import Erratum, Place, Wording

PACKAGES = {
    "Noto Serif CJK SC": "fonts-noto-cjk",
    "Noto Sans CJK SC": "fonts-noto-cjk",
    "Noto Sans Mono CJK SC": "fonts-noto-cjk",
    "LXGW WenKai": "fonts-lxgw-wenkai",
}


def families() -> frozenset[str] | None:
    """Return every installed family under each of its names, or None without fontconfig."""
    if not shutil.which("fc-list"):
        return None
    listed = subprocess.run(("fc-list", ":", "family"), capture_output=True, check=False).stdout
    lines = listed.decode("utf-8", "replace").splitlines()
    return frozenset(name.strip() for line in lines for name in line.split(","))


def missing(named: Iterable[str]) -> Iterator[Erratum]:
    """Yield an erratum for each family of a layout that is not installed."""
    here = families()
    for family in named:
        if here is not None and family in here:
            continue
        package = PACKAGES.get(family)
        yield Erratum(
            "missing-font",
            Place("layouts"),
            Wording(f"没有安装字体“{family}”", f"the font ‘{family}’ is not installed"),
            Wording(
                f"Debian/Ubuntu：apt install {package} fontconfig。"
                if package
                else "安装这种字体，或改版式里的 font-family。",
                f"Debian/Ubuntu: apt install {package} fontconfig."
                if package
                else "Install it, or change font-family in the layout.",
            ),
            family,
        )
