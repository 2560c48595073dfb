"""The cover: drawn by the layout, for the press as one sheet, for the EPUB as a picture of its front."""
