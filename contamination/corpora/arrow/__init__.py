"""Arrow and Parquet: columns of text as batches without a copy."""
