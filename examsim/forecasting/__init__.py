"""`examsim scaling`: files in, the study of `scoring.forecasts`, records, page and chart out."""
