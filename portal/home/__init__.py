"""Home: a person's overview in one page, all her requests in one list, and how to reach a person."""
