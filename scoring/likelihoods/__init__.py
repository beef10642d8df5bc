"""What log-probabilities of options say: which option wins, how belief is spread. Pure; asking is elsewhere."""
