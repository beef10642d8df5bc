"""Forecasts of a larger model from smaller ones: loss by compute, pass rates, accuracy through the loss."""
