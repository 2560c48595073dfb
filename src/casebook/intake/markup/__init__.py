"""Read Markdown manuscripts: the dialect, its markup, and the check that nothing of a source is dropped."""
