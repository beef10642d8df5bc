"""`examsim prefer`: answers of several models to the same prompts, compared by people, a model or a verdicts file."""
