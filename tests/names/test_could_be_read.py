"""Which spellings can be readings of a name: those the rules print, and none with a letter more or less."""

import pytest

from layers.could_be_read import could_be_read

READ = [
    ("筻口镇", "Gàngkǒu Zhèn"),
    ("东四十二条", "Dōngsì 12 Tiáo"),
    ("盆儿胡同", "Pénr Hútong"),
    ("第九弄", "Dì-9 Lòng"),
    ("1203高地", "1203 Gāodì"),
    ("吕梁山", "LÜLIANG SHAN"),
    ("陕西路", "Shaanxi Lù"),
    ("陕西路", "Shǎnxī Lù"),
    ("第二松花江", "Dì'èr Sōnghuā Jiāng"),
    ("六合区", "Lùhé Qū"),
    ("六合区", "Liùhé Qū"),
]
NOT_READ = [
    ("荣家湾镇", "Róngjiāwā Zhèn"),
    ("吕梁山", "LVLIANG SHAN"),
    ("人民路", "Renmin Road"),
    ("经五路", "Jīng 6 Lù"),
    ("长安街", "Cháng'ān"),
    ("天鹅路", ""),
]


@pytest.mark.parametrize(("name", "spelling"), READ)
def test_a_reading_is_known(name: str, spelling: str) -> None:
    assert could_be_read(name, spelling)


@pytest.mark.parametrize(("name", "spelling"), NOT_READ)
def test_what_is_no_reading_is_known(name: str, spelling: str) -> None:
    assert not could_be_read(name, spelling)
