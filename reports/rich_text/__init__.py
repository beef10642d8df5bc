"""Markdown, mathematics and code as HTML that can do nothing, made when a page is written."""
