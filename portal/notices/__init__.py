"""Notices: what the bank tells a person. The inbox is always written; e-mail and SMS follow her contact needs.

*Wording*: subject and text of a kind of notice, given by the room that it is about.
"""
