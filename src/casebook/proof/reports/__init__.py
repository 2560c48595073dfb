"""Findings as people and programs read them: records, SARIF, sheets, pages."""
