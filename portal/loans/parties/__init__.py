"""People beside the applicant: who applies with her, and who stands surety for her.

*Party*: a person she names. *Invitation*: the link that binds the place to one customer, for thirty days.
*Code*: six digits of his own, for signing at the branch without a sign-in.
"""
