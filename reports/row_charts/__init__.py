"""Charts of rows: exams or topics down, values across, laid out as one panel, a panel each, a table or columns."""
