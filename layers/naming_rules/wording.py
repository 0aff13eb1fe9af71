"""Names that exaggerate, fawn, puzzle or borrow (大洋怪; persons; brands): word lists and odd signs.

民发〔2018〕146号 tells the marks. A hit is a warning: the list does not know whether the word has to do with what it
is listed for (实施办法 第三、四条: no specific link, no fault), so a reviewer says why it stands. Only the names of
national leaders are refused outright (Art. 9 ¶1(4)).
"""

import re

from layers.naming import NameFinding, NameSeverity
from layers.naming_rules.rulebook import finding
from layers.naming_rules.words import WordHit, WordIndex, WordPlace

_NO_LINK_PERSON = "与该人没有特定联系的，请说明理由（实施办法第三条）；否则请改名"
_NO_LINK_BRAND = "与该企业、商标没有特定联系的，请说明理由（实施办法第四条）；否则请改名"
_SAID: dict[str, tuple[str, str]] = {
    "exaggerated": (
        "“{word}”属刻意夸大的用词，专名或通名远超实际规模、性质",
        "经批准使用的请写明批准文件；否则请改用切合实际的词",
    ),
    "foreign": (
        "“{word}”是外国人名、地名或外语词的译写{means}",
        "历史上已有、有纪念意义或合汉语习惯的，请说明理由；否则请改名",
    ),
    "bizarre": ("“{word}”怪异难懂，或低俗、违背公序良俗{means}", "历史地名请说明来历；新起的名称请改名"),
    "feudal": ("“{word}”带封建帝王色彩", "确有历史依据的请说明来历；否则请改名"),
    "leader": ("“{word}”是国家领导人的名字{means}", "不得以国家领导人的名字作地名，请改名"),
    "person": ("“{word}”是人名{means}：一般不以人名作地名", _NO_LINK_PERSON),
    "brand": ("“{word}”是企业名称或商标{means}", _NO_LINK_BRAND),
}
_ORDINARY = {
    "foreign": "“{word}”与外国地名相同，也是汉语的词语",
    "leader": "“{word}”与国家领导人的名字相同{means}，也是普通词语",
    "person": "“{word}”与人名相同{means}，也是普通词语",
    "brand": "“{word}”与企业名称或商标相同{means}，也是普通词语",
}
# An ordinary word that is a leader's name is still to be answered for.
_ORDINARY_WEIGHS = {"leader": NameSeverity.NEEDS_REASON}
_LIST_OF = "出自词表“{title}”"

_DIGITS = "0-9０-９"
_PURE_NUMBER = re.compile(rf"^[{_DIGITS}]+$")
_MIXED = re.compile(rf"[{_DIGITS}]")
_MARK = re.compile(r"[·•・\-－—.．]")
_ROUTE = re.compile(rf"^[{_DIGITS}]{{1,4}}(国道|省道|县道|乡道|村道|高地)$")
_PUNCTUATION = re.compile(r"[\s、，。！？!?,;；:：'\"“”‘’（）()《》<>【】\[\]/\\|@#$%^&*+=~_]")


def wording_findings(name: str, specific: int, index: WordIndex) -> list[NameFinding]:
    """Findings of the lists and of odd signs; `specific` is the length of the specific term with its modifiers."""
    return [*map(_of_hit, index.hits(name, specific)), *_odd_signs(name, specific)]


def _of_hit(hit: WordHit) -> NameFinding:
    ordinary = hit.word.place is WordPlace.ORDINARY
    said, remedy = _SAID[hit.of.rule]
    said = _ORDINARY.get(hit.of.rule, said) if ordinary else said
    stands_for = hit.word.stands_for
    told = {"word": hit.word.text, "list": hit.of.title, "source": hit.of.source}
    lighter = _ORDINARY_WEIGHS.get(hit.of.rule, NameSeverity.INFORMATION)
    return finding(
        hit.of.rule,
        said.format(word=hit.word.text, means=f"（{stands_for}）" if stands_for else ""),
        _NO_LINK_PERSON if ordinary and hit.of.rule == "leader" else remedy,
        part=(hit.start, hit.end),
        severity=lighter if ordinary else None,
        evidence=told | ({"stands_for": stands_for} if stands_for else {}),
    )


def _odd_signs(name: str, specific: int) -> list[NameFinding]:
    """Numbers, marks and punctuation that no list can hold."""
    if name.isalpha() and not any(map(str.isdigit, name)):
        return []
    return [found for check in (_numbers, _marks, _punctuation) for found in check(name, specific)]


def _numbers(name: str, specific: int) -> list[NameFinding]:
    own = name[:specific]
    found = _MIXED.search(own)
    if found is None or _ROUTE.match(name):
        return []
    digits = re.findall(rf"[{_DIGITS}]+", own)
    told = {"digits": "、".join(digits)}
    if _PURE_NUMBER.match(own):
        message = f"专名“{own}”只是数字，没有含义"
        return [finding("bizarre", message, "请改用有含义的专名", part=(0, specific), evidence=told)]
    message = f"专名“{own}”把汉字和数字混在一起"
    remedy = "序数请用汉字书写（一、二、三）；有含义的请说明理由"
    return [finding("bizarre", message, remedy, part=found.span(), evidence=told)]


def _marks(name: str, specific: int) -> list[NameFinding]:
    found = _MARK.search(name[:specific])
    if found is None:
        return []
    message = f"专名中有符号“{found.group()}”"
    return [
        finding("bizarre", message, "请去掉符号，连写成一个专名", part=found.span(), evidence={"mark": found.group()})
    ]


def _punctuation(name: str, _: int) -> list[NameFinding]:
    found = _PUNCTUATION.search(name)
    if found is None:
        return []
    message = f"名称中有标点、空格或其他符号“{found.group()}”"
    return [
        finding("bizarre", message, "地名只用汉字书写，请去掉", part=found.span(), evidence={"mark": found.group()})
    ]
