"""Question banks as XML: Moodle and QTI, read without entities and without the network."""
