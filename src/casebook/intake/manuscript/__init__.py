"""Read and write the book's own folder: book.yaml, awards.yaml, texts, and their order.

book_reader   the folder read into a `Book`
frame         what the files say of the book (schema: their keys; typed: their types and faults)
imprint_facts what the imprint says, checked; production_schema: CIP data, paper, cover;
              production_checks: what of paper and cover cannot be
sections      the pieces in their printed order
awards_file   awards.yaml, read and written; awards_editing: single awards corrected
text_files    Markdown files with their heads and pictures
yaml_file     YAML as an editor writes it, with lines
yaml_editing  values of a YAML file changed where they stand, nothing else of its text
fillable_keys what of a file a form offers to fill in, from the model that reads it
field_merge   values filled in on a file that has changed since, put together field by field
matter_templates forewords, notes and the like, begun from templates
scaffold      a new book, and a notice put in the place of its samples
book_errata   what the editor is told
"""
