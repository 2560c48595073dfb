"""`archive.pdf`: the print pages as a file that can be read in fifty years.

PDF/A-2a (ISO 19005-2) and PDF/UA-1 (ISO 14289-1) in one, in the colours of the screen, with every
link. Where the book asks for it, its manuscript is attached and the file is PDF/A-3a.
"""

from pathlib import Path

import pikepdf
from pikepdf import Array, AttachedFileSpec, Name, Stream

from casebook import atomic, files
from casebook.book import Book, Press
from casebook.editions.prepress import standard_metadata
from casebook.editions.prepress.paper_conditions import condition
from casebook.editions.prepress.pdf_writing import contents_of, within, without, write
from casebook.errata import Place
from casebook.press.catalogue import metadata_of

VERSION = b"1.7"
_PRINTED = 4  # annotation flag: shown on paper too
_KINDS = {
    ".md": "text/markdown",
    ".yaml": "application/yaml",
    ".txt": "text/plain",
    ".json": "application/json",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".html": "text/html",
}
"""Files of a manuscript that are attached, by their ending: texts, awards, notice."""


def issue(printed: Path, book: Book, folder: Path, target: Path) -> None:
    """Write the archive's file of the book in `folder`, whose pages are in the PDF `printed`."""
    with pikepdf.open(printed) as document:
        for page in document.pages:
            for annotation in page.obj.get("/Annots", Array()):
                annotation.F = _PRINTED
        _keep_colours(document)
        if book.press.sources:
            _attach(document, book, folder / "manuscript")
        part = 3 if book.press.sources else 2
        standard_metadata.for_archive(document, metadata_of(book), part)
        with atomic.writing(target, lasting=False) as file:
            write(document, file, VERSION)


def _keep_colours(document: pikepdf.Pdf) -> None:
    """Say what process inks mean where a picture or a layout has any (ISO 19005-2, 6.2.4.3).

    All else is in the colours of the screen, which the output intent tells.
    """
    streams = [thing for thing in document.objects if isinstance(thing, Stream)]
    images = [stream for stream in streams if stream.get("/Subtype") == "/Image"]
    for image in images:
        without(image, "/Interpolate")
    forms = [stream for stream in streams if "/Resources" in stream]
    parts = [part for page in document.pages for part in contents_of(page)]
    if not (
        any(image.get("/ColorSpace") == "/DeviceCMYK" for image in images)
        or any(b"/DeviceCMYK" in part.read_bytes() for part in (*parts, *forms))
    ):
        return
    profile = standard_metadata.profile(document, condition(Press(), Path(), Place("")).profile, 4)
    inks = document.make_indirect(Array([Name.ICCBased, profile]))
    resources = [thing.Resources for thing in (*(page.obj for page in document.pages), *forms)]
    for each in resources:
        within(each, "/ColorSpace")["/DefaultCMYK"] = inks


def _attach(document: pikepdf.Pdf, book: Book, manuscript: Path) -> None:
    """Attach the files of the manuscript as its source (ISO 19005-3, 6.8)."""
    date = f"D:{book.modified:%Y%m%d}"
    attached = Array()
    for path in files.walk(manuscript).files:
        name = path.relative_to(manuscript).as_posix()
        kind = _KINDS.get(path.suffix.lower())
        if kind is None:
            continue
        specification = AttachedFileSpec(
            document,
            files.read(path, manuscript),
            description=name,
            filename=name,
            mime_type=kind,
            creation_date=date,
            mod_date=date,
        )
        specification.obj.AFRelationship = Name.Source
        document.attachments[name] = specification
        attached.append(specification.obj)
    document.Root.AF = attached
