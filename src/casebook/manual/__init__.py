"""The reference, made from the code it describes: `python -m casebook.manual` writes its pages.

Enters: models, rules, templates' facts, the parser of commands, the reader itself. Leaves: Markdown
in the dialect of manuscripts, one page a subject and language, so that a book can include them as
`matter`. What has no description makes `reference_pages.undescribed` tell its name.
"""
