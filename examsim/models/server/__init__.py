"""One model on one server: requests out, and whatever comes back judged in one place."""
