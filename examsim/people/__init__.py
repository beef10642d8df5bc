"""People who sat a form: their sheets read back, kept and erased, scored, and held against a model."""
