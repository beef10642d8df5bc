"""A form for people: a printable paper, and a page with a timer that works without a network. Neither holds a key."""
