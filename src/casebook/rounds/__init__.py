"""Proof rounds: what was sent, what was marked on it, and whether the marks were carried out.

Enters: the book's texts, PDFs, and the marks people make. Leaves: rounds frozen by hash, marks in
a file per case and round, and a comparison in four lists (已改 漏改 错改 擅改). Everything is kept
in the book's folder `proofs/`, beside the manuscript, so that a mark never starts the press.
"""
