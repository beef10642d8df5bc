"""The GPT-4 report's tables, recomputed from its own counts through the ordinary scoring path, beside the print."""
