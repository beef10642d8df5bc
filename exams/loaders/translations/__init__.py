"""A benchmark's questions in other languages, out of a user's folder."""
