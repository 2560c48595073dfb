"""Findings as people and programs read them.

findings_json   records: the source of the others
sarif           for code hosts and editors
findings_sheet  an Excel sheet, and decisions read back from it (names_sheet: the names of the book)
pages           the report as pages, or as a page (finding_views: by rule, by weight)
questions       问题清单 for each organisation
"""
