"""Which questions are in a training corpus, with document, offset and snippet as proof."""
