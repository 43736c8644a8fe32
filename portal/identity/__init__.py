"""Identity: who people are, how they sign in, and where they are signed in.

*Person*: a customer or a member of staff. *Session*: one browser where a person is signed in.
*Data key*: what a customer's personal data is sealed with. *Kept answers*: what was typed and not
sent, or sent after the sign-in had lapsed. *Life event*: what upper rooms know of a customer's life.
"""
