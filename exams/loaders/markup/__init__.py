"""Markup of questions as plain text: HTML, MathML, and what stands in the cells of tables."""
