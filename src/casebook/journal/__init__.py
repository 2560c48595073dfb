"""Who did what to a book, when, and what every file was before and after: `journal/` beside it.

Enters: what the desk and the commands write, and what other programs have changed meanwhile.
Leaves: a chain of entries in `journal/journal.jsonl`, each line bound to the one before by its
hash, and every content that a file ever had, kept once by its hash in `journal/contents/`. From
them any state of a text or of the whole book comes back, byte for byte.

    journal_entries  one entry as a line, and its hash
    entry_chain      the file of lines: read, checked, added to, mended where a run broke off
    kept_contents    contents by hash
    tracked_files    which files of a book are entered, and what they are now
    deeds_at_work    what is being done, and what a killed run was doing
    recording        the journal of a book: entering what is done, and what was done elsewhere
    restoring        undo, redo, and states brought back
    text_merge       two edits of one text put together

The journal begins when the desk first opens a book; commands enter what they do where there is
one. What authors sent (`received/`, `inbox/`) and the private facts beside it are never entered:
they hold people's contact details, and nothing ever changes them. `casebook doctor` checks the
chain. Git and other programs are not expected to merge journals: `journal/.gitignore` says so.
"""
