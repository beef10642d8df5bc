"""Options and keys as sets keep them: lists, letters, positions, words, and short answers."""
