"""Forecasts of a larger model from smaller ones: loss by compute, pass rates by difficulty, accuracy through the loss."""
