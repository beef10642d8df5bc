"""Rows and cells out of files: CSV, spreadsheets, JSON of any nesting, Parquet."""
