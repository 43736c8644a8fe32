"""The web: what every request shares — one transaction, idempotency, htmx, forms, errors, headers."""
