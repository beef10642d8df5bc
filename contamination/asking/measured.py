"""What an index was measured to miss, for the line that stands with every audit of one."""

LIMITS = (
    "an index knows only letters as they are asked for: copies with edits are missed more often than in files "
    "(--self-test measures it for these questions)"
)
