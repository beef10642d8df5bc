"""What an exam is: sections, forms, questions, rubrics, their tables, and how they are read and shown.

More than fifteen files: one for each record that comes in: an exam, a form, a question, a rubric, a link.
"""
