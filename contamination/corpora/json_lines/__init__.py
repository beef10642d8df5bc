"""JSON Lines and other JSON: a compiled fast path and a patient slow one."""
