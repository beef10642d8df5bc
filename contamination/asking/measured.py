"""What an index was measured to find and to miss, for the line that stands with every audit of one.

Percent of 250 copies of each kind that are found by examsim's rule, in an index and in a scan of its files; made by
`benchmarks/contamination/indexes.py` on 2026-11-29, 22,870 questions, 329 MB (docs/indexes.md has the whole table).
"""

# kind of copy → (found in an index of bytes, found in the files)
RECALL = {
    "verbatim": (99, 99),
    "case": (97, 100),
    "html": (94, 100),
    "markdown": (95, 100),
    "pdf": (98, 100),
    "edits 1%": (99, 100),
    "edits 3%": (94, 99),
    "edits 5%": (82, 96),
    "reordered": (100, 100),
    "half": (88, 93),
    "synonyms": (91, 95),
    "rewritten": (42, 50),
}
TOLD = ("verbatim", "case", "pdf", "edits 1%", "edits 3%", "edits 5%", "rewritten")
LIMITS = (
    "what is not spelled as it was asked for is missed; measured in a test (index against files, % found): "
    + ", ".join(f"{kind} {RECALL[kind][0]}/{RECALL[kind][1]}" for kind in TOLD)
    + "; --self-test measures it for these questions"
)
