"""A product as the staff read it: all in words, made from its data."""

from collections.abc import Callable, Iterator
from typing import Any

from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from portal.languages import format_list, format_money, format_percent
from portal.loans import labels
from portal.loans.rules import MONTHS_A_YEAR, MOST_PARTIES, Ask, Check, Outcome, PartyRole, Product, Rule
from portal.money import Money

Row = dict[str, Any]


def facts(product: Product) -> list[tuple[str, str]]:
    """What it lends, for how long and at what price."""
    return [
        (_("Amount"), _range(product)),
        (_("Term"), _terms(product)),
        (_("Interest a year"), _percent(product.annual_rate)),
        (_("Fee, once"), _percent(product.fee_rate) if product.fee_rate else _("None")),
        (_("Decided within"), labels.working_days(product.decided_within)),
    ]


def questions(product: Product) -> list[list[str]]:
    """Table rows, in the order in which the customer is asked; papers have their own list."""
    asked = [each for each in product.questions if not each.question.is_paper]
    return [
        [str(labels.ANSWERS[each.question]), str(labels.QUESTIONS[each.question]), condition(each)]
        for each in asked
    ]


def papers(product: Product) -> list[list[str]]:
    """Table rows: the paper, when it is needed, why, and what is accepted."""
    return [
        [
            str(labels.ANSWERS[each.question]),
            condition(each),
            str(labels.PAPER_REASONS[each.question]),
            str(labels.PAPER_ACCEPTED[each.question]),
        ]
        for each in product.questions
        if each.question.is_paper
    ]


def condition(asked: Ask) -> str:
    """When a question is asked: "When “Living from” is “I am employed”"."""
    if asked.when is None:
        return _("Always")
    choices = labels.CHOICES[asked.when.question]
    values = [_quoted(words) for value, words in choices.items() if value in asked.when.values]
    return _(
        "When %(question)s is %(values)s",
        question=_quoted(labels.ANSWERS[asked.when.question]),
        values=_list(values),
    )


def rules(product: Product) -> list[Row]:
    """The rules that an application must pass, in their order, each with its limits."""
    return [_rule(rule, product) for rule in product.checks if rule.otherwise == Outcome.FAIL]


def for_a_person(product: Product) -> list[Row]:
    """What always goes to a person."""
    return [_rule(rule, product) for rule in product.checks if rule.otherwise == Outcome.ATTENTION]


def deciders(product: Product) -> list[str]:
    """Who decides, by the amount."""
    alone = product.machine_limit
    by_rules = (
        _(
            "Up to %(amount)s the rules approve it by themselves, where every check is passed.",
            amount=_money(alone),
        )
        if alone
        else _("Nothing is approved by the rules alone: a person decides each.")
    )
    return [
        by_rules,
        _("Above %(amount)s two reviewers must agree.", amount=_money(product.second_eyes_above)),
    ]


def _rule(rule: Rule, product: Product) -> Row:
    limits = _LIMITS.get(rule.check)
    return {"name": labels.CHECKS[rule.check], "limits": list(limits(product, rule)) if limits else []}


def _amount(product: Product, _rule: Rule) -> Iterator[str]:
    yield _range(product)


def _term(product: Product, _rule: Rule) -> Iterator[str]:
    yield _terms(product)


def _of_age(product: Product, _rule: Rule) -> Iterator[str]:
    yield _("From the age of %(age)s.", age=product.youngest)


def _age_at_end(product: Product, _rule: Rule) -> Iterator[str]:
    yield _("It ends before the person turns %(age)s.", age=(product.oldest_at_end or 0) + 1)


def _business_age(product: Product, _rule: Rule) -> Iterator[str]:
    yield _("At least %(term)s.", term=labels.months(product.least_business_months))


def _affordable(product: Product, _rule: Rule) -> Iterator[str]:
    share = _percent(product.most_income_share)
    yield _("With other loans it takes at most %(share)s of the income.", share=share)
    yield _("Interest first is reckoned in equal instalments; else the dearest month counts.")
    step = _money(product.remedy_step)
    yield _("Amounts that would pass are suggested in steps of %(step)s.", step=step)


def _share(product: Product, rule: Rule) -> Iterator[str]:
    price, *by = rule.about
    for value, share in product.shares.items():
        said = {"share": _percent(share), "price": _quoted(labels.ANSWERS[price])}
        if by:
            answer = _("%(name)s: %(value)s", name=labels.ANSWERS[by[0]], value=labels.CHOICES[by[0]][value])
            yield _(
                "At most %(share)s of %(price)s, where it says %(answer)s.", answer=_quoted(answer), **said
            )
        else:
            yield _("At most %(share)s of %(price)s.", **said)


def _research(product: Product, rule: Rule) -> Iterator[str]:
    share = _percent(product.shares[rule.about[0]])
    yield _("A granted patent, or at least %(share)s of the turnover spent on research.", share=share)


def _bureau(product: Product, _rule: Rule) -> Iterator[str]:
    if product.parties:
        yield _("Whoever signs with the customer is asked too.")


def _guarantors(_product: Product, _rule: Rule) -> Iterator[str]:
    most = MOST_PARTIES[PartyRole.GUARANTOR]
    yield ngettext("At most %(num)s guarantor is named.", "At most %(num)s guarantors are named.", most)
    yield _("Whoever is named signs before it goes to review.")


_LIMITS: dict[Check, Callable[[Product, Rule], Iterator[str]]] = {
    Check.AMOUNT_IN_RANGE: _amount,
    Check.TERM_OFFERED: _term,
    Check.BUSINESS_AGE: _business_age,
    Check.OF_AGE: _of_age,
    Check.AGE_AT_END: _age_at_end,
    Check.INSTALMENT_AFFORDABLE: _affordable,
    Check.SHARE_OF_PRICE: _share,
    Check.RESEARCH: _research,
    Check.BUREAU_CONSENT: _bureau,
    Check.GUARANTOR_SIGNED: _guarantors,
}


def _range(product: Product) -> str:
    limits = {"least": _money(product.minimum), "most": _money(product.maximum)}
    return _("%(least)s to %(most)s", **limits)


def _terms(product: Product) -> str:
    """In years where each is a number of them, as a home's are."""
    if all(map(labels.is_long, product.terms)):
        years = [term // MONTHS_A_YEAR for term in product.terms]
        return ngettext("%(terms)s year", "%(terms)s years", years[-1], terms=_list([*map(str, years)]))
    terms = _list([str(term) for term in product.terms])
    return ngettext("%(terms)s month", "%(terms)s months", product.terms[-1], terms=terms)


def _money(amount: Money) -> str:
    return format_money(amount, str(get_locale()))


def _percent(fraction: Any) -> str:
    return format_percent(fraction, str(get_locale()))


def _list(items: list[str]) -> str:
    return format_list(items, str(get_locale()))


def _quoted(words: Any) -> str:
    return _("“%(words)s”", words=words)
