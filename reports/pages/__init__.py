"""HTML pages: run, index, comparison, audit; their templates and assets beside them."""
