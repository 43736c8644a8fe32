"""Visits: when a branch has time, and who comes when.

*Slot*: a moment at which a branch can receive customers. *Appointment*: one seat of a slot, taken.
"""
