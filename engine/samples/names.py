"""Chinese names: surnames as frequent as they are, given names of their generation."""

from __future__ import annotations

from itertools import product
from typing import Final

import pyarrow as pa

from engine.samples.shapes import Ints, Weighted

# Surname, its spelling, and how many of 10,000 people have it.
_SURNAMES: Final = """
王 wang 710  李 li 700  张 zhang 670  刘 liu 540  陈 chen 450  杨 yang 310  黄 huang 220  赵 zhao 210  吴 wu 200
周 zhou 190  徐 xu 150  孙 sun 140  马 ma 130  朱 zhu 120  胡 hu 120  郭 guo 110  何 he 110  林 lin 100  罗 luo 95
高 gao 93  郑 zheng 90  梁 liang 85  谢 xie 76  宋 song 70  唐 tang 67  许 xu 65  韩 han 62  邓 deng 60  冯 feng 60
曹 cao 60  彭 peng 55  曾 zeng 53  肖 xiao 55  田 tian 50  董 dong 50  潘 pan 48  袁 yuan 47  蔡 cai 45  蒋 jiang 45
余 yu 43  于 yu 43  杜 du 42  叶 ye 42  程 cheng 41  魏 wei 40  苏 su 40  吕 lv 40  丁 ding 39  任 ren 38  卢 lu 38
姚 yao 36  沈 shen 36  钟 zhong 35  姜 jiang 34  崔 cui 34  谭 tan 34  陆 lu 32  范 fan 31  汪 wang 31  廖 liao 31
石 shi 30  金 jin 30  韦 wei 28  贾 jia 28  夏 xia 28  付 fu 27  方 fang 27  邹 zou 26  熊 xiong 25  白 bai 25
孟 meng 25  秦 qin 25  邱 qiu 25  侯 hou 24  江 jiang 24  尹 yin 22  薛 xue 22  闫 yan 21  段 duan 21  雷 lei 20
龙 long 20  黎 li 19  史 shi 19  陶 tao 18  贺 he 18  毛 mao 18  郝 hao 18  顾 gu 17  龚 gong 17  邵 shao 17  万 wan 17
覃 qin 16  武 wu 16  钱 qian 16  戴 dai 15  严 yan 15  莫 mo 15  孔 kong 15  向 xiang 14  常 chang 14  汤 tang 14
欧阳 ouyang 7  司马 sima 1  上官 shangguan 1  诸葛 zhuge 1
""".split()
# By generation (born before 1965, 1980, 1995, later), men and women: names that many have, and the characters of which
# others are made, first and second.
_GIVEN: Final = (
    (
        "建国 志明 国强 德福 文华 永祥 福生 金山 玉林 长春 建华 树林 学文 志强 保国 振华 明德 根生",
        "建国志文德永明振春金",
        "华强林平生福民祥山义",
    ),
    (
        "秀英 桂英 秀兰 玉兰 桂兰 玉珍 秀珍 凤英 淑珍 素珍 春梅 玉梅 兰英 桂芳 淑英 月娥 翠英 爱英",
        "秀桂玉凤淑素春月翠爱",
        "英兰珍芳梅娥莲香云琴",
    ),
    (
        "军 勇 强 伟 刚 建军 建平 志刚 国平 卫东 海涛 文斌 晓东 建明 小平 志勇 立新 红军 新民",
        "建志国卫海文晓立新永",
        "军平刚东涛斌明勇辉峰",
    ),
    (
        "丽 敏 红 艳 芳 莉 丽华 红梅 晓燕 春燕 秀丽 建英 小红 玉华 海燕 丽萍 爱华 雪梅 惠芳 美玲",
        "丽红晓春秀小海雪惠美",
        "华梅燕萍芳玲霞娟琴云",
    ),
    (
        "伟 磊 鹏 涛 超 杰 浩 斌 俊 波 辉 凯 鑫 亮 志伟 俊杰 海波 文杰 晓明",
        "志俊海文晓建宏少光世",
        "伟杰波明辉鹏龙峰斌亮",
    ),
    (
        "静 婷 娜 燕 玲 娟 莹 洁 丹 倩 雪 颖 慧 佳 琳 丽娜 婷婷 丽丽 晓丽",
        "丽晓雅佳思文慧雪梦海",
        "娜婷静玲燕莹洁琳琴敏",
    ),
    (
        "浩宇 子轩 宇轩 浩然 俊熙 博文 天佑 子豪 一鸣 家豪 明轩 志豪 昊天 泽宇 嘉诚 俊豪 宇航 思远",
        "浩子宇俊博天家明泽嘉",
        "宇轩然熙文豪航远杰诚",
    ),
    (
        "梓涵 欣怡 诗涵 雨桐 可馨 佳怡 思琪 雨欣 梦瑶 子萱 一诺 紫涵 若曦 静怡 雅婷 心怡 诗琪",
        "梓欣诗雨可佳思梦子若",
        "涵怡桐馨琪欣瑶萱曦婷",
    ),
)
_COMMON: Final = 4.0  # how much more often a common name is given than one made of its characters


def _given() -> tuple[list[str], list[Weighted], list[int]]:
    """All given names in one list; by group, the choice among them and where it begins."""
    names: list[str] = []
    choices: list[Weighted] = []
    begins: list[int] = []
    for common, first, second in _GIVEN:
        popular = common.split()
        made = [a + b for a, b in product(first, second) if a != b]
        begins.append(len(names))
        names += popular + made
        choices.append(Weighted(*[_COMMON] * len(popular), *[1.0] * len(made)))
    return names, choices, begins


SPELLED: Final = pa.array(_SURNAMES[1::3])
SURNAME: Final = Weighted(*map(float, _SURNAMES[2::3]))
SURNAMES: Final = pa.array(_SURNAMES[::3])
_NAMES, GIVEN, BEGINS = _given()
NAMES: Final = pa.array(_NAMES)


def generation(year: Ints, *, woman: Ints) -> Ints:
    """Which group of given names somebody has, by year of birth and sex."""
    old: Ints = (year >= 1965).astype("i8") + (year >= 1980) + (year >= 1995)
    group: Ints = old * 2 + woman
    return group
