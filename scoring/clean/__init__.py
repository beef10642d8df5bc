"""The score without contaminated questions: what is left out, and which of two scores is reported."""
