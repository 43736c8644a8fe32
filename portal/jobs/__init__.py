"""Jobs: work that leaves after the commit.

*Outbox*: rows written with the business change; the truth of what must still happen.
*Doorbell*: the huey queue; it only says that the outbox should be looked at now.
*Handler*: the function a room registers for a kind of work.
"""
