"""Turn galleys into laid-out pages.

Enters: galleys. Leaves: pages ready to be issued, their folios, and the errata of their setting.
WeasyPrint is touched in `engine` only (and, inside, by `casebook.composition`).
"""
