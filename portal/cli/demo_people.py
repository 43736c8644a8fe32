"""Who lives in the demo bank. Nobody here is real."""

from dataclasses import dataclass
from datetime import date, time
from typing import Any

BRANCHES: list[dict[str, Any]] = [
    {
        "code": "east",
        "names": {"en": "Harbour East", "zh_Hans": "海港东支行", "ar": "فرع الميناء الشرقي"},
        "addresses": {
            "en": "18 Lighthouse Road, ground floor, step-free",
            "zh_Hans": "灯塔路18号一层，无障碍通行",
            "ar": "18 طريق المنارة، الطابق الأرضي، مدخل بلا درج",
        },
        "opens_at": time(9),
        "closes_at": time(17),
    },
    {
        "code": "west",
        "names": {"en": "Harbour West", "zh_Hans": "海港西支行", "ar": "فرع الميناء الغربي"},
        "addresses": {
            "en": "402 Quay Street, near metro exit 3",
            "zh_Hans": "码头街402号，地铁3号口旁",
            "ar": "402 شارع الرصيف، بالقرب من مخرج المترو 3",
        },
        "opens_at": time(9),
        "closes_at": time(17),
    },
]

STAFF: list[tuple[str, str, dict[str, str], str | None, str]] = [
    ("officer", "officer", {"en": "Zhang Min", "zh_Hans": "张敏", "ar": "تشانغ مين"}, "east", "zh_Hans"),
    ("officer2", "officer", {"en": "Liu Yang", "zh_Hans": "刘洋", "ar": "ليو يانغ"}, "west", "zh_Hans"),
    ("reviewer", "reviewer", {"en": "Sun Lei", "zh_Hans": "孙磊", "ar": "سون لي"}, None, "zh_Hans"),
    ("reviewer2", "reviewer", {"en": "Zhou Yan", "zh_Hans": "周燕", "ar": "تشو يان"}, None, "zh_Hans"),
    ("agent", "agent", {"en": "He Jing", "zh_Hans": "何静", "ar": "خه جينغ"}, None, "zh_Hans"),
    ("agent2", "agent", {"en": "Xu Bo", "zh_Hans": "徐博", "ar": "شو بو"}, None, "zh_Hans"),
    ("supervisor", "supervisor", {"en": "Ma Li", "zh_Hans": "马丽", "ar": "ما لي"}, None, "zh_Hans"),
    ("head", "head", {"en": "Gao Feng", "zh_Hans": "高峰", "ar": "غاو فنغ"}, "east", "zh_Hans"),
    ("quality", "quality", {"en": "Ruth Keller", "zh_Hans": "鲁特·凯勒", "ar": "روت كيلر"}, None, "en"),
    (
        "partner",
        "partner",
        {"en": "Teahouse till", "zh_Hans": "茶馆收银台", "ar": "صندوق المقهى"},
        None,
        "zh_Hans",
    ),
    ("admin", "admin", {"en": "Ola Berg", "zh_Hans": "奥拉·贝里", "ar": "أولا بيرغ"}, None, "en"),
]


@dataclass(frozen=True)
class DemoCustomer:
    """Balances in minor units; incomes in major units."""

    sign_in_name: str
    number: str
    personal: dict[str, str]
    locale: str
    mode: str
    accounts: list[tuple[str, str, str, int]]
    card: tuple[str, str] | None = None
    business: tuple[str, int, date, bool] | None = None
    has_borrowed: bool = False
    contact_needs: tuple[str, ...] = ()


def _person(name: str, phone: str, mail: str, identity_number: str) -> dict[str, str]:
    return {
        "name": name,
        "phone": phone,
        "email": f"{mail}@customers.example",
        "identity_number": identity_number,
    }


CUSTOMERS = [
    DemoCustomer(
        "xiulan",
        "C100001",
        _person("王秀兰", "+86 138 0000 1001", "xiulan", "310101195404120023"),
        "zh_Hans",
        "elder",
        [
            ("pension", "4821", "CNY", 3_268_050),
            ("savings", "7730", "CNY", 12_650_000),
            ("business", "9046", "CNY", 4_831_725),
        ],
        ("debit", "4821"),
        ("秀兰面馆", 360_000, date(2016, 5, 18), False),
        has_borrowed=True,
    ),
    DemoCustomer(
        "james",
        "C100002",
        _person("James Porter", "+86 138 0000 1002", "james", "P4482913"),
        "en",
        "standard",
        [("current", "1187", "CNY", 4_127_513), ("mortgage", "6602", "CNY", -143_000_000)],
        ("credit", "5519"),
        has_borrowed=True,
    ),
    DemoCustomer(
        "amina",
        "C100003",
        _person("أمينة السيد", "+86 138 0000 1003", "amina", "P7719034"),
        "ar",
        "standard",
        [("business", "3058", "CNY", 21_904_400), ("current", "8814", "USD", 1_842_075)],
        ("debit", "3058"),
        ("تجارة السيد", 1_200_000, date(2018, 9, 3), False),
        has_borrowed=True,
    ),
    DemoCustomer(
        "fang",
        "C100004",
        _person("方静", "+86 138 0000 1004", "fang", "310101196803050047"),
        "zh_Hans",
        "accessible",
        [("current", "2290", "CNY", 1_865_420), ("savings", "6413", "CNY", 8_000_000)],
        ("debit", "2290"),
        ("方静推拿", 180_000, date(2014, 2, 20), False),
        contact_needs=("braille",),
    ),
    DemoCustomer(
        "minh",
        "C100005",
        _person("Nguyễn Văn Minh", "+86 138 0000 1005", "minh", "P2230871"),
        "vi",
        "standard",
        [("current", "7045", "CNY", 942_360)],
    ),
    DemoCustomer(
        "chen",
        "C100006",
        _person("陈伟", "+86 138 0000 1006", "chen", "310101198811230055"),
        "zh_Hans",
        "standard",
        [("business", "5527", "CNY", 38_112_900), ("current", "1904", "CNY", 2_206_180)],
        ("debit", "5527"),
        ("启明智能科技", 2_400_000, date(2024, 3, 12), True),
    ),
    DemoCustomer(
        "lina",
        "C100007",
        _person("李娜", "+86 138 0000 1007", "lina", "310101197909170068"),
        "zh_Hans",
        "standard",
        [("current", "8800", "CNY", 268_400_000), ("savings", "8801", "CNY", 500_000_000)],
        ("credit", "8800"),
        has_borrowed=True,
    ),
]
