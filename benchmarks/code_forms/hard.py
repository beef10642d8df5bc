"""LeetCode-like problems, hard."""
# ruff: noqa: E501  # a statement is one line a paragraph, an input one line

from __future__ import annotations

from functools import cache
from itertools import combinations, product

from problem import Problem


def towers(heights):
    n = len(heights)
    pairs = ((i, j) for i in range(n) for j in range(i + 1, n))
    return sum(j - i for i, j in pairs if all(h < min(heights[i], heights[j]) for h in heights[i + 1 : j]))


def coupons(n, offers):
    best = -1
    for size in range(len(offers) + 1):
        for chosen in combinations(offers, size):
            if len({item for items, _ in chosen for item in items}) == n:
                cost = sum(price for _, price in chosen)
                best = cost if best < 0 else min(best, cost)
    return best


def repair(text, shortest):
    @cache
    def cost(part):
        return sum(a != b for a, b in zip(part[: len(part) // 2], reversed(part), strict=False))

    def least(rest):
        if not rest:
            return 0
        found = [cost(rest[:i]) + least(rest[i:]) for i in range(shortest, len(rest) + 1)]
        return min((f for f in found if f < 10**9), default=10**9)

    answer = least(text)
    return -1 if answer >= 10**9 else answer


def roads(n, edges, k):
    best = None
    for halved in product((False, True), repeat=len(edges)):
        if sum(halved) > k:
            continue
        far = [0] + [10**12] * (n - 1)
        for _ in range(n):
            for (a, b, w), half in zip(edges, halved, strict=True):
                cost = w // 2 if half else w
                far[b], far[a] = min(far[b], far[a] + cost), min(far[a], far[b] + cost)
        best = far[-1] if best is None else min(best, far[-1])
    return -1 if best >= 10**12 else best


def _edges(r, n, m, w):
    return [[a, b, r.randint(0, w)] for a, b in (r.sample(range(n), 2) for _ in range(m))]


def _offers(r, n, m, size):
    return [[sorted(r.sample(range(n), r.randint(1, min(size, n)))), r.randint(0, 20)] for _ in range(m)]


PROBLEMS = [
    Problem(
        id="signal-towers",
        topic="monotone stack",
        difficulty="hard",
        stem="""Towers stand in a row, one a kilometre. Two towers see each other when every tower between them is lower than both (neighbours always do). Each pair that sees each other shares a cable as long as their distance in kilometres. Return the length of all cables together.

Example 1: heights = [3, 1, 2] gives 4 (3-1, 1-2, and 3-2 over two kilometres).
Example 2: heights = [2, 2, 2] gives 2.

Constraints: 1 <= len(heights) <= 30000, 1 <= heights[i] <= 10^9.""",
        entry_point="Solution.cableLength",
        starter="class Solution:\n    def cableLength(self, heights: List[int]) -> int:\n",
        solution="""
            class Solution:
                def cableLength(self, heights):
                    stack, total = [], 0
                    for place, height in enumerate(heights):
                        while stack and heights[stack[-1]] < height:
                            total += place - stack.pop()
                        if stack:
                            total += place - stack[-1]
                            if heights[stack[-1]] == height:
                                stack.pop()
                        stack.append(place)
                    return total
            """,
        slow=towers,
        edge=[
            [[3, 1, 2]],
            [[2, 2, 2]],
            [[1]],
            [[1, 2, 3, 4]],
            [[4, 3, 2, 1]],
            [[5, 1, 1, 5]],
            [[5, 5, 1, 5, 5]],
            [[1, 3, 1, 3, 1]],
        ],
        small=lambda r: [[r.randint(1, 5) for _ in range(r.randint(2, 14))]],
        large=lambda r: [[r.randint(1, 10**9) for _ in range(3000)]],
        wrong=[("< height", "<= height"), ("== height", "== -1"), ("if stack:", "if len(stack) > 1:")],
    ),
    Problem(
        id="coupon-cover",
        topic="dynamic programming over sets",
        difficulty="hard",
        stem="""A shop sells n items, numbered from 0. offers[i] = [items, price] gives you one of each of the listed items for that price, and may be bought at most once. Return the least you pay to get at least one of every item, or -1 if the offers do not cover all of them.

Example 1: n = 3, offers = [[[0, 1], 5], [[1, 2], 4], [[0, 1, 2], 8]] gives 8.
Example 2: n = 2, offers = [[[0], 1]] gives -1.

Constraints: 1 <= n <= 14, 0 <= len(offers) <= 60, 0 <= price <= 10^6.""",
        entry_point="Solution.leastPrice",
        starter="class Solution:\n    def leastPrice(self, n: int, offers: List[list]) -> int:\n",
        solution="""
            class Solution:
                def leastPrice(self, n, offers):
                    full, never = (1 << n) - 1, float("inf")
                    paid = [0] + [never] * full
                    for items, price in offers:
                        mask = sum(1 << item for item in items)
                        for have in range(full + 1):
                            if paid[have] + price < paid[have | mask]:
                                paid[have | mask] = paid[have] + price
                    return -1 if paid[full] == never else paid[full]
            """,
        slow=coupons,
        edge=[
            [3, [[[0, 1], 5], [[1, 2], 4], [[0, 1, 2], 8]]],
            [2, [[[0], 1]]],
            [1, []],
            [1, [[[0], 0]]],
            [2, [[[0], 3], [[1], 4], [[0, 1], 7]]],
            [3, [[[0], 1], [[1], 1], [[2], 1], [[0, 1, 2], 4]]],
        ],
        small=lambda r: (lambda n: [n, _offers(r, n, r.randint(1, 9), 3)])(r.randint(1, 6)),
        large=lambda r: [10, _offers(r, 10, 40, 4)],
        wrong=[
            ("have | mask] =", "mask] ="),
            ("[0] + [never] * full", "[0] * (full + 1)"),
            ("1 << item for", "item for"),
            ("== never", "== 0"),
        ],
        smalls=16,
        larges=2,
    ),
    Problem(
        id="mirror-pieces",
        topic="dynamic programming over pieces",
        difficulty="hard",
        stem="""You may replace letters of text. Return the least number of replacements after which text can be cut into pieces that each read the same forwards and backwards and each have at least shortest letters. Return -1 if text is too short for even one piece.

Example 1: text = "abca", shortest = 2 gives 1 (abba).
Example 2: text = "ab", shortest = 3 gives -1.

Constraints: 1 <= len(text) <= 1200, 1 <= shortest <= 1200, lower-case letters.""",
        entry_point="Solution.leastReplacements",
        starter="class Solution:\n    def leastReplacements(self, text: str, shortest: int) -> int:\n",
        solution="""
            class Solution:
                def leastReplacements(self, text, shortest):
                    n, never = len(text), float("inf")
                    cost = [[0] * (n + 1) for _ in range(n + 2)]
                    for size in range(2, n + 1):
                        for i in range(n - size + 1):
                            j = i + size - 1
                            cost[i][j] = (cost[i + 1][j - 1] if size > 2 else 0) + (text[i] != text[j])
                    least = [0] + [never] * n
                    for end in range(1, n + 1):
                        for start in range(end - shortest + 1):
                            least[end] = min(least[end], least[start] + cost[start][end - 1])
                    return -1 if least[n] == never else least[n]
            """,
        slow=repair,
        edge=[
            ["abca", 2],
            ["ab", 3],
            ["a", 1],
            ["a", 2],
            ["abc", 1],
            ["abcdef", 3],
            ["abcdefg", 3],
            ["aabb", 2],
            ["abab", 4],
        ],
        small=lambda r: ["".join(r.choice("abc") for _ in range(r.randint(2, 11))), r.randint(1, 5)],
        large=lambda r: ["".join(r.choice("abcd") for _ in range(150)), r.randint(3, 12)],
        wrong=[
            ("end - shortest + 1", "end - shortest"),
            ("range(end - shortest + 1)", "range(end)"),
            ("!= text[j]", "!= text[j - 1]"),
        ],
        smalls=16,
    ),
    Problem(
        id="roads-at-half-price",
        topic="shortest paths in layers",
        difficulty="hard",
        stem="""Towns are numbered from 0 to n - 1. edges[i] = [a, b, toll] is a road that can be used in both directions for its toll. With each of at most k vouchers you pay for one use of one road only half the toll, rounded down. Return the least you pay from town 0 to town n - 1, or -1 if there is no way.

Example 1: n = 3, edges = [[0, 1, 7], [1, 2, 4], [0, 2, 12]], k = 1 gives 6 (12 at half price).
Example 2: n = 2, edges = [], k = 3 gives -1.

Constraints: 1 <= n <= 500, 0 <= len(edges) <= 2000, 0 <= toll <= 10^6, 0 <= k <= 10.""",
        entry_point="Solution.leastToll",
        starter="class Solution:\n    def leastToll(self, n: int, edges: List[List[int]], k: int) -> int:\n",
        solution="""
            import heapq


            class Solution:
                def leastToll(self, n, edges, k):
                    roads = [[] for _ in range(n)]
                    for a, b, toll in edges:
                        roads[a].append((b, toll))
                        roads[b].append((a, toll))
                    paid, waiting = {(0, 0): 0}, [(0, 0, 0)]
                    while waiting:
                        cost, town, used = heapq.heappop(waiting)
                        if town == n - 1:
                            return cost
                        if cost > paid[town, used]:
                            continue
                        for other, toll in roads[town]:
                            for more, price in ((0, toll), (1, toll // 2)):
                                state = other, used + more
                                if used + more <= k and cost + price < paid.get(state, float("inf")):
                                    paid[state] = cost + price
                                    heapq.heappush(waiting, (cost + price, *state))
                    return -1
            """,
        slow=roads,
        edge=[
            [3, [[0, 1, 7], [1, 2, 4], [0, 2, 12]], 1],
            [2, [], 3],
            [1, [], 0],
            [2, [[0, 1, 5]], 0],
            [2, [[1, 0, 5]], 1],
            [3, [[0, 1, 9], [1, 2, 9]], 2],
            [3, [[0, 1, 1], [1, 2, 1]], 1],
        ],
        small=lambda r: (lambda n: [n, _edges(r, n, r.randint(1, 8), 12), r.randint(0, 3)])(r.randint(2, 6)),
        large=lambda r: [120, _edges(r, 120, 500, 10**6), r.randint(1, 10)],
        wrong=[
            ("toll // 2", "(toll + 1) // 2"),
            ("<= k", "< k"),
            ("roads[b].append((a, toll))", "pass"),
            ("((0, toll), (1, toll // 2))", "((0, toll),)"),
        ],
        smalls=16,
    ),
]
