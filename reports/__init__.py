"""Charts, tables and pages made from finished runs. Nothing here computes a score or calls a model."""
