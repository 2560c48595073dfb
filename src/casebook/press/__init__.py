"""Turn galleys into laid-out pages.

Enters: galleys. Leaves: pages ready to be issued, their folios, and the errata of their setting.
WeasyPrint is called through its public interface, and its inside through `casebook.weasy`.
"""
