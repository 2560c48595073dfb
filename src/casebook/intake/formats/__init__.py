"""Read received files of every format into neutral documents; each reader accounts for the text it leaves out.

file_kinds     what a file is, by its bytes
rich           a document as its reader sees it: what all readers give
word ocr       packages: Word files; pictures of pages
webpage        web pages, single-file archives of them (rtf_page: rich text of mails as one)
pdf_text       the text of a PDF, its tables (ofd: of an OFD); tables_over_pages: joined again
spreadsheet    workbooks (number_format: numbers as shown); plain_tables: .csv, .tsv
office         what only LibreOffice can read (office_errata: why a file of an office program
               cannot be read: locked, damaged, too large)
raw_text       the words of a file by other means: the check on its reader
"""
