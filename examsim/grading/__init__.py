"""Free responses graded by a model, rubric in hand."""
