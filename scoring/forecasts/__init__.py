"""Forecasts of a larger model from smaller ones: loss by compute, pass rates, accuracy through the loss.

More files than most wings: points and their readers, one file a law with its intervals, and one study a law on top.
"""
