"""`python -m casebook.manual`: write the pages of the reference anew (`make reference`)."""

from casebook.manual import reference_pages

if __name__ == "__main__":
    reference_pages.write()
    reference_pages.paint()
