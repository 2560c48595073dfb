"""The reference, made from the code it describes: `python -m casebook.manual` writes its pages.

Enters: models, rules, templates' facts, the parser of commands, the reader itself. Leaves: Markdown
in the dialect of manuscripts, one page a subject and language, so that a book can include them as
`matter`. What has no description makes `reference_pages.undescribed` tell its name.

    reference_pages       all pages, by their files; property_pictures: their pictures
    yaml_keys             keys of book.yaml, awards.yaml, layout.yaml and case heads
    manuscript_syntax     the syntax of manuscripts
    template_variables    what templates are given
    style_properties      CSS properties of composition and pagination
    rule_catalogue        the rules of the proof (word_lists: the lists some of them read)
    message_catalogue     the messages
    message_sources       every erratum that the code makes, by its rule (code_read: the modules;
                          possible_values, reaching_assignments: what an expression may be)
    command_options       commands, options, exit statuses
    page_text             Markdown, written
"""
