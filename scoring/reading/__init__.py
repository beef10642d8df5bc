"""From a reply to points: letters, numbers, keys, programs.

More files than most wings: each way in which a reply can say its answer is a file of one idea.
"""
