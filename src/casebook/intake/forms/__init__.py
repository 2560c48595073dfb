"""Read the application forms that manuscripts come in (申报表, 推荐表), whatever their shape.

labels       what a cell, or the head of a line, asks for
form_values  values of a form; label and value in one cell or line
form_grid    a table as a form: which value answers which label
form_lines   lines of labels as a form
application  what a form says of a case, gathered and told
unprinted    prose that would go into no text, told
contact_lines lines of people to contact, off the head and the tail of any text
form_taking  the form off the manuscript: fields, people to contact, the text
"""
