"""What can be wrong with a form, one kind of fault per module; `exams.check_form` runs them all."""
