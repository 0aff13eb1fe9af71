"""Published instances are read as they are; what is wrong in one is told with its line."""

import numpy as np
import pytest

from geo.siting.files import read_instance

TRIANGLE = "3 3 1\n1 2 4\n2 3 5\n1 3 20\n"


def test_costs_of_a_graph_are_shortest_paths() -> None:
    read = read_instance(TRIANGLE)
    assert read.count == 1
    assert read.capacities is None
    assert read.costs.tolist() == [[0, 4, 9], [4, 0, 5], [9, 5, 0]]


@pytest.mark.parametrize("again", ["1 3 2", "3 1 2"])
def test_the_last_of_repeated_edges_wins(again: str) -> None:
    longer = read_instance(f"3 4 1\n{again}\n1 2 4\n2 3 5\n1 3 20\n")
    shorter = read_instance(f"3 4 1\n1 3 20\n1 2 4\n2 3 5\n{again}\n")
    assert (longer.costs[0, 2], shorter.costs[0, 2]) == (9, 2)


def test_an_edge_of_no_length_is_an_edge() -> None:
    assert read_instance("2 1 1\n1 2 0\n").costs.tolist() == [[0, 0], [0, 0]]


def test_capacitated_points_have_unrounded_distances() -> None:
    read = read_instance("2 1\r\n\r\n 0 0 90 7\r\n 1 1 80 5\r\n")
    assert read.costs[0, 1] == np.sqrt(2)
    assert read.demands is not None
    assert read.capacities is not None
    assert (read.demands.tolist(), read.capacities.tolist()) == ([7, 5], [90, 80])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "文件是空的"),
        ("  \n \n", "文件是空的"),
        ("3\n", "第 1 行：首行有 1 个数"),
        ("3 3 1 1\n", "第 1 行：首行有 4 个数"),
        ("a b c\n", "第 1 行：“a”不是数"),
        ("3 3.5 1\n", "第 1 行：3.5 应为整数"),
        ("3 nan 1\n", "第 1 行：“nan”不是数"),
        ("3 3 4\n", "第 1 行：选点数 4 应在 1 与点数 3 之间"),
        ("0 3 4\n", "第 1 行：点数 0 应在"),
        ("9000000 3 4\n", "第 1 行：点数 9000000 应在"),
        ("3 -1 1\n", "第 1 行：边数 -1 不能小于 0"),
        ("3 3 1\n1 2 4\n\n2 3\n", "第 4 行：有 2 个数，应为 3 个"),
        ("3 3 1\n1 2 4\n2 3 x\n", "第 3 行：“x”不是数"),
        ("3 3 1\n1 2 4\n2 4 5\n", "第 3 行：点号 2、4 应在 1 与 3 之间"),
        ("3 3 1\n1 2 4\n2 2.5 5\n", "第 3 行：2.5 应为整数"),
        ("3 3 1\n1 2 4\n2 3 -5\n", "第 3 行：长度 -5 不能小于 0"),
        ("3 3 1\n1 2 4\n2 3 5\n", "第 4 行：文件在此结束，还缺第 3 条边"),
        ("3 1 1\n1 2 4\n2 3 5\n", "第 3 行：多出“2 3 5”：首行说只有 1 条边"),
        ("3 1 1\n1 2 4\n", "第 3 号点与第 1 号点不相连"),
        ("2 1\n0 0 9 7\n", "第 3 行：文件在此结束，还缺第 2 个点"),
        ("2 1\n0 0 9 7\n0 0 9\n", "第 3 行：有 3 个数，应为 4 个"),
        ("1 1\n0 0 9 -7\n", "第 2 行：容量 9 与需求 -7 不能小于 0"),
        ("1 1\n0 0 9 7\n0 0 9 7\n", "第 3 行：多出"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read_instance(text)
