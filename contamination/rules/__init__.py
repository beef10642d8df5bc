"""What a match proves: published rules, examsim's own verdict, and the evidence kept for it."""
