"""Take a received file apart into a `Draft`: title, organisation, credits, the text as Markdown.

draft               what is made here, before anything is filed
titles_and_headings what is a heading, a caption, a list
openings            what stands before the text: title, unit, authors
writing             blocks -> the Markdown of a case
composing           a document of blocks (Word, web page) -> Draft
text_manuscript     plain text and Markdown -> Draft
registers           a workbook with a manuscript in each row -> a form for each
cell_paragraphs     the paragraphs of a cell of a PDF page
forms_as_files      a file that is a form: PDF, workbook; several forms in one file
loss_check          is every word of the file in what was made of it?
letters             the text of a mail: what of it is to the editor and no manuscript
confidential        the people to contact, kept apart
manuscript_reader   the entrance: what a file is by its bytes, and who reads it
"""
