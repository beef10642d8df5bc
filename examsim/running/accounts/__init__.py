"""What a run has come to: failures, tries, totals over all starts, what the servers did."""
