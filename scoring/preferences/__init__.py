"""Which answer was preferred, how often and how surely: win rates, position, raters, length, strengths of many."""
