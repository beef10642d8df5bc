"""How one model is asked, beside its prompts: parameters, headers, key, price, limits."""
