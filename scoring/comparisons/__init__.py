"""Are two results different beyond chance: paired tests, before and after a date, clean and contaminated."""
