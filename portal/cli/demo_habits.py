"""What the demo people earn and spend, month by month, in the languages of those they deal with."""

from dataclasses import dataclass

from portal.accounts.rules import Kind


@dataclass(frozen=True)
class Habit:
    """`days` of the month, or `times` on days of chance; `fen`: the amount, or its bounds, in minor units.

    `text` may name {month} and {year}; `every` so many months; `account` is theirs; `pending`: also today.
    """

    kind: Kind
    fen: tuple[int, ...]
    names: tuple[str, ...]
    days: tuple[int, ...] = ()
    times: int = 0
    text: str = ""
    account: str = ""
    every: int = 1
    pending: bool = False


EVERY_DAY = tuple(range(1, 32))
CARD, TRANSFER, SALARY, TAKINGS, BILL = Kind.CARD, Kind.TRANSFER, Kind.SALARY, Kind.TAKINGS, Kind.BILL
CASH, FEE, INTEREST, LOAN = Kind.CASH, Kind.FEE, Kind.INTEREST, Kind.LOAN
MARKETS = ("永辉超市", "菜市场", "便民果蔬店")

HABITS: dict[tuple[str, int], list[Habit]] = {
    ("xiulan", 0): [
        Habit(SALARY, (412_600,), ("上海市养老金中心",), (15,), text="{month}月养老金"),
        Habit(CARD, (-18_900, -2_100), MARKETS, times=7, pending=True),
        Habit(CARD, (-26_480,), ("永辉超市",), (10,), text="米、油和面粉"),
        Habit(BILL, (-14_800, -9_200), ("国家电网",), (22,), text="{month}月电费"),
        Habit(BILL, (-8_650, -5_200), ("自来水公司",), (3,), text="水费", every=2),
        Habit(BILL, (-3_900,), ("中国移动",), (8,), text="手机话费"),
        Habit(CARD, (-12_000, -3_500), ("人民医院",), times=1, text="门诊挂号"),
        Habit(TRANSFER, (-50_000,), ("王小雨",), (18,), text="给孙女的生活费", account="6222021001098765432"),
        Habit(CASH, (-80_000, -80_000), ("海港东支行自动取款机",), (5,)),
    ],
    ("xiulan", 1): [
        Habit(INTEREST, (22_137,), ("海港银行",), (21,), text="活期结息", every=3),
        Habit(TRANSFER, (100_000,), ("王秀兰",), (16,), text="存起来", account="A-100001-1", every=2),
    ],
    ("xiulan", 2): [
        Habit(
            TAKINGS,
            (28_600, 96_400),
            ("微信收款", "支付宝收款", "银联收款"),
            EVERY_DAY,
            text="秀兰面馆当日营业款",
        ),
        Habit(TRANSFER, (-246_000, -168_000), ("金穗面粉批发",), (4, 19), text="面粉货款"),
        Habit(CARD, (-68_000, -21_500), ("东门肉菜批发",), times=8),
        Habit(BILL, (-450_000,), ("灯塔路物业",), (1,), text="{month}月店铺房租"),
        Habit(BILL, (-86_400, -61_200), ("城市燃气",), (12,), text="燃气费"),
        Habit(SALARY, (-380_000,), ("周师傅",), (28,), text="{month}月工资"),
        Habit(FEE, (-2_000,), ("海港银行",), (2,), text="收单服务费"),
    ],
    ("james", 0): [
        Habit(SALARY, (2_480_000,), ("Seaview Logistics",), (10,), text="Salary {month}/{year}"),
        Habit(LOAN, (-896_000,), ("Mortgage instalment",), (12,), text="Mortgage ending in 6602"),
        Habit(
            CARD, (-9_800, -1_850), ("Corner bakery", "Quay coffee", "Metro line 3"), times=8, pending=True
        ),
        Habit(CARD, (-64_300, -18_700), ("City supermarket", "Harbour fishmonger"), times=4),
        Habit(BILL, (-31_400, -19_900), ("State Grid",), (20,), text="Electricity"),
        Habit(BILL, (-12_900,), ("Harbour Mobile",), (6,), text="Mobile phone"),
        Habit(
            TRANSFER,
            (-300_000,),
            ("Anne Porter",),
            (14,),
            text="Household",
            account="6217001210098765",
        ),
        Habit(CASH, (-100_000,), ("Cash machine, Harbour East",), (21,)),
        Habit(TRANSFER, (-700_000,), ("Index fund savings plan",), (15,), text="Savings plan"),
    ],
    ("james", 1): [
        Habit(LOAN, (896_000,), ("James Porter",), (12,), text="Instalment", account="A-100002-1"),
        Habit(INTEREST, (-524_300,), ("Harbour Bank",), (12,), text="Interest {month}/{year}"),
    ],
    ("amina", 0): [
        Habit(TRANSFER, (5_200_000, 6_900_000), ("شركة الواحة",), (6,), text="دفعة طلبية الأقمشة"),
        Habit(TAKINGS, (460_000, 920_000), ("منصة التجارة",), (9, 23), text="مبيعات المتجر"),
        Habit(TRANSFER, (-2_650_000, -2_150_000), ("义乌批发市场",), (13,), text="货款 {year}年{month}月"),
        Habit(
            TRANSFER,
            (-1_680_000, -980_000),
            ("绍兴纺织有限公司",),
            (17,),
            text="面料货款",
            account="3310880100998877",
        ),
        Habit(BILL, (-318_000, -264_000), ("Port services",), (20,), text="Container handling"),
        Habit(BILL, (-680_000,), ("مكتب الإيجار",), (2,), text="إيجار المستودع"),
        Habit(CARD, (-36_000, -4_800), ("مطعم الشرق", "سوق المدينة"), times=4, pending=True),
        Habit(FEE, (-12_000,), ("بنك الميناء",), (27,), text="رسوم التحويلات الخارجية"),
        Habit(TRANSFER, (-2_200_000,), ("مصنع سوتشو للحرير",), (25,), text="دفعة شهرية"),
    ],
    ("amina", 1): [
        Habit(
            TRANSFER,
            (640_000, 1_150_000),
            ("Gulf Star Trading FZE",),
            (7,),
            text="Invoice {year}-{month}",
            account="AE070331234567890123456",
        ),
        Habit(
            TRANSFER,
            (310_000, 480_000),
            ("النخيل للاستيراد",),
            (19,),
            text="فاتورة {month}",
            account="SA0380000000608010167519",
        ),
        Habit(
            TRANSFER,
            (-890_000, -620_000),
            ("Ningbo Ocean Freight",),
            (11,),
            text="Freight {month}/{year}",
            account="6228480402564890018",
        ),
        Habit(
            TRANSFER,
            (-520_000, -280_000),
            ("Textile Machinery GmbH",),
            (24,),
            text="Spare parts",
            account="DE89370400440532013000",
        ),
        Habit(FEE, (-2_500,), ("Correspondent bank",), (25,), text="Charges for transfers abroad"),
    ],
    ("fang", 0): [
        Habit(
            TAKINGS,
            (8_800, 26_400),
            ("微信收款", "支付宝收款"),
            (2, 5, 8, 11, 14, 18, 20, 23, 26),
            text="推拿诊所",
        ),
        Habit(TRANSFER, (480_000, 680_000), ("推拿诊所",), (4,), text="{month}月结算"),
        Habit(CARD, (-15_820, -3_200), ("盲文书店", "邻里超市", "地铁出行"), times=7, pending=True),
        Habit(BILL, (-210_000,), ("房东陈女士",), (1,), text="房租"),
        Habit(BILL, (-9_600, -6_100), ("国家电网",), (22,), text="电费"),
        Habit(TRANSFER, (-200_000,), ("方静",), (6,), text="转入储蓄", account="A-100004-2"),
        Habit(TRANSFER, (-150_000,), ("方敏",), (12,), text="给母亲的护理费"),
    ],
    ("fang", 1): [
        Habit(TRANSFER, (200_000,), ("方静",), (6,), text="转入储蓄", account="A-100004-1"),
        Habit(INTEREST, (15_240,), ("海港银行",), (21,), text="活期结息", every=3),
    ],
    ("minh", 0): [
        Habit(TRANSFER, (360_000,), ("Nguyễn Thị Hoa",), (9,), text="Tiền sinh hoạt tháng {month}"),
        Habit(CARD, (-120_000, -60_000), ("University canteen",), (16,), text="Thẻ ăn"),
        Habit(CARD, (-7_600, -1_200), ("Phở Hà Nội", "Siêu thị 7-11", "Bookshop"), times=7, pending=True),
        Habit(BILL, (-180_000,), ("Dormitory",), (3,), text="Tiền thuê phòng {month}/{year}"),
    ],
    ("chen", 0): [
        Habit(TRANSFER, (6_600_000, 9_800_000), ("云帆软件",), (8,), text="软件开发费"),
        Habit(TRANSFER, (1_200_000, 2_400_000), ("智联制造", "海岸物流"), (19,), text="技术服务费"),
        Habit(SALARY, (-2_600_000,), ("员工工资",), (14,), text="{month}月工资"),
        Habit(BILL, (-318_400,), ("办公室租金",), (19,), text="{month}月房租"),
        Habit(BILL, (-2_000_000,), ("税务局",), (15,), text="{month}月税款"),
        Habit(BILL, (-700_000,), ("社保中心",), (10,), text="{month}月社保"),
        Habit(BILL, (-420_000, -260_000), ("云服务器",), (11,), text="云计算费用"),
        Habit(TRANSFER, (-3_800_000, -1_900_000), ("芯片采购",), (21,), text="开发板采购"),
        Habit(CARD, (-88_000, -12_000), ("电子市场", "打车出行"), times=5, pending=True),
    ],
    ("chen", 1): [
        Habit(SALARY, (1_500_000,), ("启明智能科技",), (14,), text="{month}月工资"),
        Habit(CARD, (-68_000, -3_600), ("超市", "餐厅", "加油站"), times=8),
        Habit(BILL, (-680_000,), ("房屋租金",), (5,), text="房租"),
        Habit(TRANSFER, (-420_000,), ("陈建国",), (16,), text="给父母"),
    ],
    ("lina", 0): [
        Habit(TRANSFER, (9_000_000, 12_000_000), ("基金赎回",), (11,), text="赎回款"),
        Habit(BILL, (-1_860_000,), ("国际学校",), (17,), text="学费"),
        Habit(CARD, (-680_000, -28_000), ("百货大楼", "海景餐厅", "机票"), times=6, pending=True),
        Habit(TRANSFER, (-5_000_000,), ("财富管理",), (20,), text="申购", account="A-100007-2"),
    ],
    ("lina", 1): [
        Habit(INTEREST, (312_500,), ("海港银行",), (21,), text="结息", every=3),
    ],
}
