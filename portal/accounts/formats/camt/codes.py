"""Bank transaction codes: ours, and what ISO 20022 calls them. Source: its external code sets."""

from portal.accounts.rules import Kind

ISO = {
    (Kind.CARD, False): ("PMNT", "CCRD", "POSD"),
    (Kind.CARD, True): ("PMNT", "CCRD", "RIMB"),
    (Kind.TRANSFER, False): ("PMNT", "ICDT", "OTHR"),
    (Kind.TRANSFER, True): ("PMNT", "RCDT", "OTHR"),
    (Kind.SALARY, False): ("PMNT", "ICDT", "SALA"),
    (Kind.SALARY, True): ("PMNT", "RCDT", "SALA"),
    (Kind.TAKINGS, False): ("PMNT", "MCRD", "OTHR"),
    (Kind.TAKINGS, True): ("PMNT", "MCRD", "POSP"),
    (Kind.BILL, False): ("PMNT", "RDDT", "PMDD"),
    (Kind.BILL, True): ("PMNT", "RDDT", "PRDD"),
    (Kind.CASH, False): ("PMNT", "CCRD", "CWDL"),
    (Kind.CASH, True): ("PMNT", "CNTR", "CDPT"),
    (Kind.FEE, False): ("ACMT", "MDOP", "CHRG"),
    (Kind.FEE, True): ("ACMT", "MCOP", "CHRG"),
    (Kind.INTEREST, False): ("ACMT", "MDOP", "INTR"),
    (Kind.INTEREST, True): ("ACMT", "MCOP", "INTR"),
    (Kind.LOAN, False): ("LDAS", "CSLN", "PPAY"),
    (Kind.LOAN, True): ("LDAS", "CSLN", "DDWN"),
    (Kind.OTHER, False): ("XTND", "NTAV", "NTAV"),
    (Kind.OTHER, True): ("XTND", "NTAV", "NTAV"),
}
"""By our kind, and whether money came in."""

OF_SUBFAMILY = {
    "SALA": Kind.SALARY,
    "CHRG": Kind.FEE,
    "COMM": Kind.FEE,
    "FEES": Kind.FEE,
    "INTR": Kind.INTEREST,
}
OF_SUBFAMILY |= {"CWDL": Kind.CASH, "CDPT": Kind.CASH, "XBCW": Kind.CASH}
OF_FAMILY = {"CCRD": Kind.CARD, "MCRD": Kind.TAKINGS, "RCDT": Kind.TRANSFER, "ICDT": Kind.TRANSFER}
OF_FAMILY |= {"RRCT": Kind.TRANSFER, "IRCT": Kind.TRANSFER, "RDDT": Kind.BILL, "CNTR": Kind.CASH}
OURS = {kind.value: kind for kind in Kind}


def kind_of(domain: str, family: str, subfamily: str) -> Kind:
    """What an ISO code comes nearest to; empty where it is not given."""
    if domain == "LDAS":
        return Kind.LOAN
    return OF_SUBFAMILY.get(subfamily) or OF_FAMILY.get(family) or Kind.OTHER
