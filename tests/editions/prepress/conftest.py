"""A small book gone to press and to the archive, made once."""

import pytest
from PIL import Image
from pressed_book import Pressed

import books
from casebook import issuing
from casebook.errata import Wording

PRESS = "press: {marks: on, multiple: 8, sources: on}\n"


@pytest.fixture(scope="session")
def pressed(tmp_path_factory: pytest.TempPathFactory) -> Pressed:
    """Return a book with every kind of section, a coloured picture among them, gone to press."""
    folder = books.every_kind(tmp_path_factory.mktemp("pressed"), book=books.BOOK + PRESS)
    Image.merge(
        "RGB", [Image.linear_gradient("L").resize((900, 600)).rotate(n) for n in (0, 90, 180)]
    ).save(folder / "manuscript/media/a.png")
    made = issuing.issue(folder, ("press", "archive"), _quiet, 1)
    files = made.files
    return Pressed(folder, files["print"], files["press"], files["archive"], made.queries)


def _quiet(_step: Wording, _count: int | None) -> None:
    """Hear of no progress."""
