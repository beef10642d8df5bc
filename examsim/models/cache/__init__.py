"""The answer cache: every reply that was paid for, safe from damage, locks and full disks."""
