"""Set right in a received text what is certain, and take off what is none of it; count every change.

tidy     marks and blanks, of plain lines and of rich ones
credits  lines of authors, credit lines and residue of web pages at the end
"""
