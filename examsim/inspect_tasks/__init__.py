"""Exams as tasks of inspect_ai: `inspect eval examsim/ube` asks, our reader reads, our scales score."""
