"""The ways people write one name: suffixes long, short, old and wrong.

Each form carries a strength: how much it says by itself that this very unit is meant.
"""

import re

EXACT, CORE_IN_VILLAGE, CROSS, CORE, LOOSE = 10.0, 9.95, 8.0, 6.0, 5.0
"""Own suffix (三新社区) · a core that ends like one (新村, for 新村村) · the other kind's suffix (三新村)
· no suffix (三新) · a suffix that estates bear too (三新小区).
"""

VILLAGE_SUFFIXES = (
    "村民委员会", "村委会", "村民委", "村委", "村村民委员会", "村村委会", "行政村", "管理区", "大队", "村",
)  # fmt: skip
COMMUNITY_SUFFIXES = (
    "社区居民委员会", "社区居委会", "社区居委", "社区村委会", "社区",
    "居民委员会", "居委会", "居民委", "居委",
)  # fmt: skip
TOWN_SUFFIXES = (
    "街道办事处",
    "街道办",
    "街道",
    "街办",
    "办事处",
    "镇人民政府",
    "镇政府",
    "镇",
    "乡",
    "街",
    "区公所",
    "公社",
)
ABROAD = (
    "越南", "缅甸", "泰国", "老挝", "柬埔寨", "美国", "英国", "法国",
    "德国", "日本", "韩国", "朝鲜", "印度", "印度尼西亚", "印尼", "新加坡",
    "马来西亚", "菲律宾", "加拿大", "澳大利亚", "新西兰", "俄罗斯", "意大利", "西班牙",
    "葡萄牙", "巴西", "墨西哥", "尼日利亚", "南非", "埃及", "迪拜", "香港",
    "澳门", "台湾",
)  # fmt: skip
_TAIL = re.compile(
    r"(?:社区居民委员会|社区居委员会|居民委员会社区|社区居委会|办事处社区|村民委员会|居民委员会|居委会|村委会|社区|村)$"
)
_TOWN_TAIL = re.compile(r"(?:街道|[瑶畲]族乡|镇|乡)$")
_STATE_PREFIX = re.compile(r"^(?:广东省?)?(?:惠州市?)?(?:国营)?(?:(?:惠东|龙门|博罗)县?)?")
_UNIT_TAIL = re.compile(
    r"(?:特别行政区|维吾尔自治区|壮族自治区|回族自治区|自治区|省|市|区|县|地区|自治州|盟|旗)$"
)
_NATIONS = re.compile(
    r"(?:(?:土家|布依|哈尼|蒙古|朝鲜|柯尔克孜|哈萨克|景颇|傈僳|[苗侗藏彝羌回壮傣白])族)+(?:自治州|自治县)$|蒙古自治州$"
)


def core_of_village(name: str) -> str:
    """东湖社区居委会 -> 东湖; 新村村民委员会 -> 新村."""
    return _TAIL.sub("", name) or name


def core_of_town(name: str) -> str:
    """江北街道 -> 江北; 蓝田瑶族乡 -> 蓝田."""
    return _TOWN_TAIL.sub("", name) or name


def core_of_unit(name: str) -> str:
    """惠城区 -> 惠城; 湘西土家族苗族自治州 -> 湘西."""
    return _NATIONS.sub("", name) if _NATIONS.search(name) else _UNIT_TAIL.sub("", name)


def village_forms(name: str, core: str, kind: str, town: str = "") -> dict[str, float]:
    """Every spelling of a village-level unit with its strength; `town` is the full name of its town."""
    community = kind == "community" or (kind == "" and name.endswith(("社区", "居委会", "居民委员会")))
    forms = dict.fromkeys((core + suffix for suffix in VILLAGE_SUFFIXES), CROSS if community else EXACT)
    forms |= dict.fromkeys((core + suffix for suffix in COMMUNITY_SUFFIXES), EXACT if community else CROSS)
    if kind == "virtual":
        forms = {}
    elif core == town:
        # The community of the town's seat (龙华镇社区), which people call by the town's short name.
        short = core_of_town(core)
        forms = {each + suffix: EXACT for each in (core, short) for suffix in COMMUNITY_SUFFIXES}
        forms[short] = CORE
    elif core.endswith("村") and not community:
        # 柏田村村民委员会 is written 柏田村委会.
        forms |= {core[:-1] + suffix: EXACT for suffix in VILLAGE_SUFFIXES}
        if len(core) > 2:
            forms[core[:-1]] = CORE
    if "办事处" in name:
        forms[core + "办事处"] = EXACT
    forms.setdefault(core + "小区", LOOSE)
    forms[core] = EXACT if len(core) > 5 else CORE_IN_VILLAGE if core.endswith("村") else CORE
    forms[name] = EXACT
    return forms


def town_forms(name: str, core: str) -> dict[str, bool]:
    """Every spelling of a town; True where the spelling itself says that it is a town."""
    if not _TOWN_TAIL.search(name):
        short = _STATE_PREFIX.sub("", name)
        forms = {name: True, short: True}
        for long, brief in (
            ("高新科技产业园", "科技园"),
            ("高新科技产业园", "产业园"),
            ("省级自然保护区", "保护区"),
        ):
            forms[short.replace(long, brief)] = True
        trunk = re.sub(r"(?:滨海旅游度假区|生态旅游区|管理区)$", "", short)
        if trunk != short:
            tails = ("镇", "管委会", "管理委员会", "旅游区", "度假区", "风景区", "管理区")
            forms |= dict.fromkeys((trunk + tail for tail in tails), True)
            forms[trunk] = False
        return forms
    forms = dict.fromkeys((core + suffix for suffix in TOWN_SUFFIXES), True)
    forms |= {name: True, core: False}
    return forms


def group_forms(name: str) -> tuple[str, ...]:
    """林屋小组, and how else it is written. Numbered groups are read by their number instead."""
    core = name.removesuffix("小组")
    if core.startswith("第"):
        return ()
    return tuple(core + tail for tail in ("小组", "村小组", "村民小组", "村组", "组"))
