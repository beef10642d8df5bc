"""Item analysis over many candidates: difficulty, discrimination, distractors, differential item functioning."""
