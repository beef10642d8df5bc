"""Rewritten questions by sentence embeddings; a tier apart from the verdict."""
