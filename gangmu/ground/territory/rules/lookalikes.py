"""Characters that a hasty eye, or a machine that reads handwriting, takes for each other in names of places."""

from functools import cache

GROUPS = """
二两 九丸 黄寅 湖潮 社杜 大太犬天夫丈 人入八 千干于 土士上 下卞 未末禾术木本 日曰目白 田由甲申电 石右古占
王玉主丰 午牛 己已巳 今令 鸟乌岛 小少 力刀 工江 山出 又叉义 风凤 乐东车 头斗买实 司可 自白百 住佳往 问间向
坑抗杭 沙妙 村材 季李 雅稚 岑岭 国围 径经 洞同 寮察 屋屈层 岗冈岚罔 圳训 埗步 坭泥 冷泠 兰三 井开并 厂广
元无 云去 永水冰 光先兴 共兴 名各 合含台 古吉 良艮 见贝 龙尤 双戏 竹行什 林材 扬杨场 横黄 坎坝 南雨 州洲
治沿 联职耿 群郡 仙山 新斩析 西四酉 金全 民氏 背肯 角甬 和知 文交
"""


@cache
def alike(character: str) -> frozenset[str]:
    """Those that it is taken for; its own group, itself with them, or nothing."""
    return frozenset().union(*(group for group in GROUPS.split() if character in group))
