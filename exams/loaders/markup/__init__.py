"""Markup of questions as plain text: HTML, MathML, and what is in the cells of tables."""
