"""`examsim view`: run folders served to a browser on this machine, while the runs go on."""
