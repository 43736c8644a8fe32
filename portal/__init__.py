"""A bank's customer portal: see README.md for the floors and what lives where."""
