"""What a match proves: published rules, examsim's own verdict, and the evidence kept for it.

More than fifteen files, since each says one thing about the same match (numbers and names, gaps, parts, misprints,
alignment), and apart they would only import each other.
"""
