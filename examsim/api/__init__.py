"""What `import examsim` offers: the command line's jobs as functions, their results as records."""
