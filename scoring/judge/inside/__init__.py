"""What runs inside the sandbox, beside the untrusted program. Standard library only; nothing here is secret."""
