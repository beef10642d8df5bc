"""What text is: markup taken off and characters normalised, in pure Python and compiled."""
