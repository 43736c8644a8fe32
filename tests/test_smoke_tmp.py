from tests.factories import loans
def test_loan(sign_in):
    x = sign_in("xiulan")
    s = loans.submitted(x)
    print(s, x.page.text)
    o = sign_in("officer")
    p = loans.in_review(o, s)
    print(p.text)
    r = sign_in("reviewer")
    p = loans.decided(r, s, "refuse")
    print(p.text)
    print(x.get(f"/loans/applications/{s.reference}").text)
def test_other(sign_in, drain, mail_server):
    x = sign_in("james")
    s = loans.submitted(x, paper="bring")
    o = sign_in("officer")
    p = loans.in_review(o, s)
    assert drain() > 1
    print(mail_server.received)
