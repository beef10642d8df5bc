"""Where every text of a record ended: in the question, or told as unused. Nothing is dropped in silence."""
