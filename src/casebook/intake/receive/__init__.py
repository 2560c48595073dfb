"""Receive what contributors sent: files in; cases, the bytes as they came, and intake logs out.

Enters: files, folders, archives and mails. Leaves: `cases/ID.md` with its front matter, its pictures
in `media/`, and in `cases/received/` the file byte for byte, the intake log, and the case as filed.
The text belongs to its author: only what is certain is set right (`tidy`), every change, cut and
decision is in the log, and a file of which a word would be lost is refused.

    batch          many files received in one run; it sends each to `receiving`, and those refused for
                   having no text layer (scanned PDFs, photographed forms) to `scan_proposals`
    forms_beside   the forms among files that lie beside their manuscripts, and what they say
    asked_changes  what a letter asks to be changed in a text, told
    gathering      the manuscripts among what was handed in
    receiving      one manuscript: read, given to an award, filed; later and earlier versions
    scan_proposals scanned texts and photographed forms recognised (formats.ocr), proposed in the inbox
    file_outcomes  what became of every file that came
    assigning      a received manuscript given to an award, as an editor says
    intake_report  what intake made of a file, as a page
"""

from casebook.decoding import readable_name
from casebook.intake.receive.receiving import Received, receive

__all__ = ["Received", "readable_name", "receive"]
