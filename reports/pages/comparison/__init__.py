"""What pages of several runs are made of: questions with who chose what, sentences, two answers word by word."""
