"""The pages of the reference, by their files: made from the code as it is now."""

from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Final

from casebook import atomic
from casebook.composition.property_meanings import MEANINGS
from casebook.manual import (
    command_options,
    manuscript_syntax,
    message_catalogue,
    property_pictures,
    rule_catalogue,
    style_properties,
    template_variables,
    word_lists,
    yaml_keys,
)
from casebook.manual.page_text import LANGUAGES

FOLDER: Final = Path(__file__).parent / "reference"
"""Where the pages stand: a folder for each language."""
SUBJECTS: Final[dict[str, ModuleType]] = {
    "commands": command_options,
    "keys": yaml_keys,
    "lists": word_lists,
    "manuscripts": manuscript_syntax,
    "messages": message_catalogue,
    "rules": rule_catalogue,
    "styles": style_properties,
    "templates": template_variables,
}
"""The subjects, by the names of their files. Each has `write(lang)` and `undescribed()`."""


def pages() -> dict[str, str]:
    """Return every page by its path below the folder of the reference: `zh/keys.md`."""
    made = {}
    for lang in LANGUAGES:
        for name, subject in SUBJECTS.items():
            write: Callable[[str], str] = subject.write
            made[f"{lang}/{name}.md"] = write(lang)
    return made


def undescribed() -> Iterator[str]:
    """Yield what the code has and no page describes, as “subject: name”."""
    for name, subject in SUBJECTS.items():
        lacking: Callable[[], Iterator[str]] = subject.undescribed
        yield from (f"{name}: {missing}" for missing in lacking())


def write(folder: Path = FOLDER) -> None:
    """Write every page below `folder`."""
    for path, text in pages().items():
        atomic.put(folder / path, text.encode())


def paint(folder: Path = FOLDER) -> None:
    """Paint the pictures of the examples below `folder`."""
    for name in MEANINGS:
        file = folder / style_properties.PICTURES / f"{name.strip('-')}.png"
        atomic.put(file, property_pictures.paint(name))
