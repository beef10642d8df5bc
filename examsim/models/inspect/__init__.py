"""Models through inspect_ai's model layer: every provider that it knows. Imported only for `inspect:` models."""
