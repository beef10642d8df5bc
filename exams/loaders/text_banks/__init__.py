"""Question banks as text that people type: one reader per kind of mark-up."""
