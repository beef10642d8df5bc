"""Whether a model's confidence is right: calibration by option and by answer, with intervals and what was not seen."""
