"""From answers to points, to the exam's own scale, to a percentile in a named population."""
