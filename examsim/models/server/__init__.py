"""One model on one server: requests out, and whatever comes back judged in one place.

More files than most wings: one for each thing that a response can say, so that each can be held against servers' docs.
"""
