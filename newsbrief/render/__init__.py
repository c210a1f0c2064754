"""How a brief is shown. Whatever comes from an article or a model is text here, never markup."""
