"""examsim.toml: models, graders, suites, corpora and defaults of a laboratory, kept in one file."""
