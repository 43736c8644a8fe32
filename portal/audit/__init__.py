"""Audit: an append-only, hash-chained log, one chain a subject (a case, a person).

*Event*: one thing that happened, with the hand that did it and the person it was for.
*Checkpoint*: the chains' heads at a moment, sealed under one signed Merkle root.
"""
