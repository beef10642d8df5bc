"""LeetCode-like problems, medium."""
# ruff: noqa: E501  # a statement is one line a paragraph, an input one line

from __future__ import annotations

from itertools import combinations, pairwise

from problem import Problem


def relay(weights, k, fee):
    n, best = len(weights), None
    for cuts in combinations(range(1, n), k - 1):
        ends = [0, *cuts, n]
        worst = max(sum(weights[a:b]) + fee * (b - a) for a, b in pairwise(ends))
        best = worst if best is None else min(best, worst)
    return best


def tide(height):
    rows, columns = len(height), len(height[0])
    here = {(0, 0)}
    for minute in range(rows * columns + 1):
        here = {(r, c) for r, c in here if height[r][c] >= minute}
        if (rows - 1, columns - 1) in here:
            return minute
        here |= {
            (r + a, c + b)
            for r, c in here
            for a, b in ((0, 1), (1, 0), (0, -1), (-1, 0))
            if 0 <= r + a < rows and 0 <= c + b < columns
        }
    return -1


def balanced(signal):
    parts = (signal[i:j] for i in range(len(signal)) for j in range(i + 1, len(signal) + 1))
    return sum(p.count("A") == p.count("B") and p.count("C") % 2 == 0 for p in parts)


def rota(meetings, gap):
    for size in range(len(meetings), 0, -1):
        for chosen in combinations(range(len(meetings)), size):
            spans = sorted(meetings[i] for i in chosen)
            if all(b[0] - a[1] >= gap for a, b in pairwise(spans)):
                return list(chosen)
    return []


ROTA_CHECKER = """
def check(input, expected, output):
    meetings, gap = input
    if not isinstance(output, (list, tuple)) or len(output) != len(expected) or len(set(output)) != len(output):
        return False
    if any(isinstance(i, bool) or not isinstance(i, int) or not 0 <= i < len(meetings) for i in output):
        return False
    spans = sorted(meetings[i] for i in output)
    return all(b[0] - a[1] >= gap for a, b in zip(spans, spans[1:]))
"""


def _meetings(r, n, latest, longest):
    starts = [r.randint(0, latest) for _ in range(n)]
    return [[s, s + r.randint(1, longest)] for s in starts]


PROBLEMS = [
    Problem(
        id="parcel-relay",
        topic="binary search on the answer",
        difficulty="medium",
        stem="""Parcels stand in a row; weights[i] is the weight of parcel i. Exactly k couriers share them: each takes at least one parcel, and the parcels of one courier stand next to each other. A courier's load is the sum of the weights plus fee for every parcel. Return the smallest possible load of the courier with the largest load.

Example 1: weights = [4, 1, 5, 2], k = 2, fee = 0 gives 7 (4, 1 and 5, 2).
Example 2: weights = [4, 1, 5, 2], k = 4, fee = 3 gives 8.

Constraints: 1 <= k <= len(weights) <= 2000, 0 <= weights[i] <= 10^9, 0 <= fee <= 10^6.""",
        entry_point="Solution.smallestLoad",
        starter="class Solution:\n    def smallestLoad(self, weights: List[int], k: int, fee: int) -> int:\n",
        solution="""
            class Solution:
                def smallestLoad(self, weights, k, fee):
                    loads = [w + fee for w in weights]

                    def couriers(most):
                        used, load = 1, 0
                        for one in loads:
                            if load + one > most:
                                used, load = used + 1, 0
                            load += one
                        return used

                    low, high = max(loads), sum(loads)
                    while low < high:
                        middle = (low + high) // 2
                        if couriers(middle) <= k:
                            high = middle
                        else:
                            low = middle + 1
                    return low
            """,
        slow=relay,
        edge=[
            [[4, 1, 5, 2], 2, 0],
            [[4, 1, 5, 2], 4, 3],
            [[0], 1, 0],
            [[7], 1, 5],
            [[1, 1, 1, 1], 2, 1],
            [[0, 0, 9], 2, 0],
        ],
        small=lambda r: (lambda w: [w, r.randint(1, len(w)), r.randint(0, 4)])(
            [r.randint(0, 9) for _ in range(r.randint(1, 9))]
        ),
        large=lambda r: [[r.randint(0, 10**9) for _ in range(1500)], r.randint(2, 400), r.randint(0, 10**6)],
        wrong=[("load + one > most", "load + one >= most"), ("w + fee", "w"), ("max(loads)", "0"), ("<= k", "< k")],
    ),
    Problem(
        id="tide-walk",
        topic="graphs: breadth-first search with a deadline",
        difficulty="medium",
        stem="""A mudflat is a grid; height[r][c] says until which minute a cell stays dry: you may stand on it in minute t only if t <= height[r][c]. You start in the top left cell in minute 0 and move to a neighbouring cell (up, down, left, right) once a minute, or stay. Return the earliest minute in which you can stand in the bottom right cell, or -1 if you never can.

Example 1: height = [[9, 1], [9, 9]] gives 2.
Example 2: height = [[5, 0], [1, 1]] gives -1.

Constraints: 1 <= rows, columns <= 60, 0 <= height[r][c] <= 10^4.""",
        entry_point="Solution.earliestMinute",
        starter="class Solution:\n    def earliestMinute(self, height: List[List[int]]) -> int:\n",
        solution="""
            from collections import deque


            class Solution:
                def earliestMinute(self, height):
                    rows, columns = len(height), len(height[0])
                    seen, waiting = {(0, 0)}, deque([(0, 0, 0)])
                    while waiting:
                        row, column, minute = waiting.popleft()
                        if row == rows - 1 and column == columns - 1:
                            return minute
                        for down, right in ((0, 1), (1, 0), (0, -1), (-1, 0)):
                            r, c = row + down, column + right
                            if 0 <= r < rows and 0 <= c < columns and (r, c) not in seen:
                                if height[r][c] >= minute + 1:
                                    seen.add((r, c))
                                    waiting.append((r, c, minute + 1))
                    return -1
            """,
        slow=tide,
        edge=[
            [[[9, 1], [9, 9]]],
            [[[5, 0], [1, 1]]],
            [[[0]]],
            [[[0, 1, 2, 3]]],
            [[[0, 1, 1, 9]]],
            [[[0], [1], [2]]],
            [[[90, 0, 90, 90, 90], [90, 0, 90, 0, 90], [90, 90, 90, 0, 90]]],
        ],
        small=lambda r: (lambda a, b: [[[r.randint(0, 9) for _ in range(b)] for _ in range(a)]])(
            r.randint(1, 4), r.randint(2, 5)
        ),
        large=lambda r: [[[r.choice([60, 90, 200, 0]) for _ in range(25)] for _ in range(20)]],
        wrong=[(">= minute + 1", "> minute + 1"), (">= minute + 1", ">= minute"), ("(0, -1), (-1, 0)", "")],
        smalls=18,
    ),
    Problem(
        id="balanced-signal",
        topic="prefix states",
        difficulty="medium",
        stem="""A signal is a string of the letters A, B and C. A piece of it (some letters that follow one another, at least one) is balanced when it holds as many A as B, and an even number of C (0 is even). Return the number of balanced pieces; pieces at different places count apart.

Example 1: signal = "ABCC" gives 3 (AB, CC, ABCC).
Example 2: signal = "CAC" gives 0.

Constraints: 1 <= len(signal) <= 100000.""",
        entry_point="Solution.balancedPieces",
        starter="class Solution:\n    def balancedPieces(self, signal: str) -> int:\n",
        solution="""
            class Solution:
                def balancedPieces(self, signal):
                    seen, pieces, lead, odd = {(0, 0): 1}, 0, 0, 0
                    for letter in signal:
                        lead += (letter == "A") - (letter == "B")
                        odd ^= letter == "C"
                        pieces += seen.get((lead, odd), 0)
                        seen[lead, odd] = seen.get((lead, odd), 0) + 1
                    return pieces
            """,
        slow=balanced,
        edge=[["ABCC"], ["CAC"], ["A"], ["C"], ["CC"], ["CCCC"], ["ABABAB"], ["BBBAAA"]],
        small=lambda r: ["".join(r.choice("ABC") for _ in range(r.randint(2, 30)))],
        large=lambda r: ["".join(r.choice("ABC") for _ in range(5000))],
        wrong=[("{(0, 0): 1}", "{}"), ('odd ^= letter == "C"', "odd = 0"), ('- (letter == "B")', '- (letter != "A")')],
    ),
    Problem(
        id="rota-with-gaps",
        topic="greedy choice of intervals",
        difficulty="medium",
        stem="""meetings[i] = [start, end] is a meeting from minute start to minute end. You want to sit in as many of them as you can, and between the end of one and the start of the next you need at least gap minutes. Return the indices of the meetings of such a largest choice, in any order; any largest choice is accepted.

Example 1: meetings = [[0, 5], [6, 8], [4, 7]], gap = 1 gives [0, 1].
Example 2: meetings = [[0, 5], [5, 8]], gap = 0 gives [0, 1].

Constraints: 0 <= len(meetings) <= 20000, 0 <= start < end <= 10^9, 0 <= gap <= 10^6.""",
        entry_point="Solution.chooseMeetings",
        starter="class Solution:\n    def chooseMeetings(self, meetings: List[List[int]], gap: int) -> List[int]:\n",
        solution="""
            class Solution:
                def chooseMeetings(self, meetings, gap):
                    chosen, free = [], None
                    for index in sorted(range(len(meetings)), key=lambda i: meetings[i][1]):
                        start, end = meetings[index]
                        if free is None or start >= free:
                            chosen.append(index)
                            free = end + gap
                    return chosen
            """,
        slow=rota,
        checker=ROTA_CHECKER,
        edge=[
            [[[0, 5], [6, 8], [4, 7]], 1],
            [[[0, 5], [5, 8]], 0],
            [[], 4],
            [[[3, 9]], 10],
            [[[0, 10], [1, 2], [3, 4], [5, 6]], 1],
            [[[0, 2], [0, 2], [0, 2]], 0],
        ],
        small=lambda r: [_meetings(r, r.randint(2, 9), 20, 8), r.randint(0, 3)],
        large=lambda r: [_meetings(r, 600, 10**6, 9000), r.randint(0, 2000)],
        wrong=[("start >= free", "start > free"), ("meetings[i][1]", "meetings[i][0]"), ("end + gap", "end")],
    ),
]
