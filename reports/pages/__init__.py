"""HTML pages: run, index, comparison, audit; their templates and assets beside them.

More than fifteen files: each page has one, and one for what it shows, drawn from the same few templates.
"""
