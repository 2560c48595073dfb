"""Give a manuscript's pictures their names, and keep apart those that the book cannot set.

Every picture keeps its bytes. JPEG and PNG go to `media/`; a drawing of Word (.emf, .wmf) or any
other format stays beside the received file, and a comment in the case says where it belongs.
"""

import re
from dataclasses import dataclass, replace

from casebook import atomic
from casebook.errata import Erratum, Place
from casebook.intake.formats.rich import Media
from casebook.intake.receive.draft import CASE, Draft
from casebook.intake.receive.filing_errata import unset_picture
from casebook.intake.receive.markdown_blocks import escape_inline
from casebook.pictures import examine


@dataclass(frozen=True)
class Pictures:
    """The pictures to be set and those to be kept aside, named for good; and queries."""

    media: tuple[Media, ...]
    kept: tuple[Media, ...]
    errata: tuple[Erratum, ...]


def placed(draft: Draft, case_id: str, name: str) -> tuple[Draft, Pictures]:
    """Return `draft` with its pictures named after `case_id`, and those pictures."""
    body = draft.body.replace(CASE, case_id)
    media: list[Media] = []
    kept: list[Media] = []
    errata: list[Erratum] = []
    for one in dict.fromkeys(draft.pictures):
        file = Media(one.name.replace(CASE, case_id), one.data)
        fault = fault_of(file)
        if fault is None:
            media.append(file)
            continue
        kept.append(file)
        errata.append(unset_picture(name, file.name, fault))
        body = _commented(body, file.name)
    return replace(draft, body=body), Pictures(tuple(media), tuple(kept), tuple(errata))


def fault_of(file: Media) -> Erratum | None:
    """Return why the book cannot set a picture, or None."""
    with atomic.temporary() as folder:
        (folder / file.name).write_bytes(file.data)
        found = examine(folder, file.name, Place(file.name))
    return found if isinstance(found, Erratum) else None


def _commented(body: str, file: str) -> str:
    """Put a comment in the place of a picture; its caption stays as a paragraph."""
    link = re.compile(
        r"!\[(?:[^\]\\]|\\.)*\]\(\.\./media/" + re.escape(file) + r'(?: "((?:[^"\\]|\\.)*)")?\)'
    )

    def put(found: re.Match[str]) -> str:
        caption = re.sub(r"\\(.)", r"\1", found[1] or "")
        return f"<!-- received/{file} -->" + (f"\n\n{escape_inline(caption)}" if caption else "")

    return link.sub(put, body)
