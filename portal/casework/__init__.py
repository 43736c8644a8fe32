"""Casework: what every request shares.

*Case*: a loan application, later a complaint or a service request. *Answer*: one thing it was told,
with its source. *Owner*: who received it first and keeps it until it closes. *Clock*: a promised
moment. *History*: the case's audit chain; status, clocks and next step can be rebuilt from it.
"""
