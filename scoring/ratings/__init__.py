"""Contest ratings: standings, and the rating at which a result is the expected one."""
