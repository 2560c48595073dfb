"""Read and write the book's own folder: book.yaml, awards.yaml, texts, and their order."""
