"""Published tables: raw to scaled, scaled to percentile, rounding, ordinal grades."""
