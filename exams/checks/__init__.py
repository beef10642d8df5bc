"""What can be wrong with a form, one kind of fault per module; `exams.checks.check_form` runs them all."""
