"""Hypothesis on a busy machine: how long an input takes to make says nothing about the code."""

from hypothesis import HealthCheck, settings

settings.register_profile("examsim", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("examsim")
