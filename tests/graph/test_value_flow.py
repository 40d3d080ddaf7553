"""Bits swept over a program."""

from __future__ import annotations

from adversescan.graph.value_flow import ValueFlow


def unchanged(_, bits):
    return bits


def test_bits_reach_everything_behind_a_cycle():
    """What enters a cycle comes out of it, and nothing else changes."""
    flow = ValueFlow(6, [1, 2, 3, 3], [2, 3, 2, 4])
    bits = [0, 5, 0, 0, 0, 0]
    assert flow.sweep(bits, unchanged, bytes(6), 0, 8) == [1, 2, 3, 4]
    assert bits == [0, 5, 5, 5, 5, 0]


def test_bits_move_up_on_an_edge_into_a_condition_and_end_above_the_last_bank():
    """Each condition on the way moves bits one bank up; what would leave the last bank ends."""
    flow = ValueFlow(5, [1, 2, 3], [2, 3, 4])
    bits = [0, 1, 0, 0, 0]
    flow.sweep(bits, unchanged, bytes([0, 0, 1, 0, 1]), 1, 2)
    assert bits == [0, 1, 2, 2, 0]


def test_backwards_bits_move_down_where_they_had_moved_up():
    """The way back over a condition undoes the move."""
    flow = ValueFlow(4, [3, 2], [2, 1])
    bits = [0, 0, 0, 2]
    flow.sweep(bits, unchanged, bytes([0, 0, 1, 0]), 1, 2, backwards=True)
    assert bits == [0, 1, 2, 2]


def test_what_a_node_keeps_back_does_not_arrive_again_for_ever():
    """A node in a cycle that lets nothing pass settles."""
    flow = ValueFlow(4, [1, 2, 3], [2, 3, 2])
    bits = [0, 1, 0, 0]
    flow.sweep(bits, lambda node, found: 0 if node == 3 else found, bytes(4), 0, 8)
    assert bits == [0, 1, 1, 1]
