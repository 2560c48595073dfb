"""Show a layout: four real pages of a dummy book beside each other, as `preview.png`.

Run as `python -m casebook.layout_preview layouts/standard …`; `make previews` does it for every layout.
The pages come from the press itself: contents, a divider, the opening and a full page of a case.
"""

import re
import sys
import tempfile
from pathlib import Path

from casebook import atomic, issuing, pdf
from casebook.intake import specimen
from casebook.pictures import side_by_side

WIDTH = 560  # pixels of one page


def show(layout: str) -> bytes:
    """Return the preview of the layout of that name as PNG. Raises `StopPress`."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "book"
        specimen.write(folder, 13)
        facts = folder / "manuscript" / "book.yaml"
        text = re.sub(r"(?m)^layout:.*$", f"layout: {layout}", facts.read_text("utf-8"))
        atomic.put(facts, text.encode())
        issue = issuing.issue(folder, ("print",), lambda _step, _count: None)
        file = issue.files["print"]
        starts = pdf.destinations(file)
        first, behind = (starts[f"case-{case.id}"] for case in issue.book.cases[:2])
        texts = pdf.texts(file)
        fullest = max(range(first + 1, behind), key=lambda index: len(texts[index]))
        wanted = (starts["contents"], starts["tier-1"], first, fullest)
        return side_by_side([pdf.paint(file, index, WIDTH, "PNG") for index in wanted])


if __name__ == "__main__":
    for name in sys.argv[1:]:
        atomic.put(Path(name) / "preview.png", show(Path(name).name))
