"""Preferences: mode, language, text size, contrast, motion, and contact needs.

They live in a cookie before sign-in and with the person after it; the cookie is what a page reads.
"""
