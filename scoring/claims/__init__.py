"""Public claims about exam scores, held against every population and scale that is known."""
