"""Charts: what is drawn, from which data, with which words.

More files than most wings: each picture is an idea of its own, with the data behind it apart from its drawing.
"""
