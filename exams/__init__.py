"""What an exam is: sections, forms, questions, rubrics, their tables, and how they are read and shown."""
