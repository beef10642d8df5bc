"""Tables as CSV, Markdown, LaTeX and workbooks."""
