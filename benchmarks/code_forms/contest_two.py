"""Second practice contest: six problems on stdin and stdout, each harder than the one before."""
# ruff: noqa: E501  # a statement is one line a paragraph, an input one line

from __future__ import annotations

from itertools import combinations, pairwise

from problem import Problem
from stdin_text import line, numbers


def clock(text):
    start, minutes = text.split()
    hour, minute = map(int, start.split(":"))
    step = 1 if int(minutes) > 0 else -1
    for _ in range(abs(int(minutes)) % 1440):
        minute += step
        hour, minute = hour + minute // 60, minute % 60
    return f"{hour % 24:02d}:{minute:02d}"


def socks(text):
    n, k, *colours = numbers(text)
    for taken in range(n + 1):
        if sum(colours[:taken].count(c) // 2 for c in set(colours)) >= k:
            return str(taken)
    return "-1"


def lanterns(text):
    n, k, *places = numbers(text)
    kept = (sorted(chosen) for chosen in combinations(places, n - k))
    return str(min(max(b - a for a, b in pairwise(left)) for left in kept))


def xor_pairs(text):
    _n, k, *values = numbers(text)
    return str(sum(a ^ b < k for a, b in combinations(values, 2)))


def even_roads(text):
    n, m, *rest = numbers(text)
    roads = [rest[3 * i : 3 * i + 3] for i in range(m)]
    least = [[0 if town == 0 else 10**15, 10**15] for town in range(n)]
    for _ in range(2 * n + 1):
        for a, b, w in roads:
            for p in (0, 1):
                least[b - 1][1 - p] = min(least[b - 1][1 - p], least[a - 1][p] + w)
                least[a - 1][1 - p] = min(least[a - 1][1 - p], least[b - 1][p] + w)
    return str(-1 if least[-1][0] >= 10**15 else least[-1][0])


def fences(text):
    n, k, *rest = numbers(text)
    spans = [(rest[2 * i], rest[2 * i + 1]) for i in range(n)]
    covered = (len({p for a, b in chosen for p in range(a, b)}) for chosen in combinations(spans, min(n, k)))
    return str(max(covered))


def _clock(r):
    return f"{r.randint(0, 23):02d}:{r.randint(0, 59):02d} {r.randint(-3000, 3000)}\n"


def _places(r, n, k, furthest):
    return line(n, k) + line(*r.sample(range(furthest), n))


def _roads(r, n, m, w):
    edges = (r.sample(range(1, n + 1), 2) for _ in range(m))
    return line(n, m) + "".join(line(a, b, r.randint(1, w)) for a, b in edges)


def _spans(r, n, k, furthest):
    spans = (sorted(r.sample(range(furthest), 2)) for _ in range(n))
    return line(n, k) + "".join(line(*s) for s in spans)


PROBLEMS = [
    Problem(
        id="a-slow-clock",
        topic="arithmetic modulo a day",
        difficulty="easy",
        stem="""A. Slow clock

A clock shows HH:MM, from 00:00 to 23:59. What does it show after it is set forward by d minutes? A negative d sets it back.

Input: one line with the time and d (-10^12 <= d <= 10^12).
Output: the time as HH:MM.""",
        solution="""
            start, minutes = input().split()
            hours, rest = map(int, start.split(":"))
            now = (hours * 60 + rest + int(minutes)) % 1440
            print(f"{now // 60:02d}:{now % 60:02d}")
            """,
        slow=clock,
        edge=[
            "23:50 15\n",
            "00:00 -1\n",
            "12:00 0\n",
            "00:00 1440\n",
            "09:05 -1440\n",
            "13:37 1000000\n",
            "13:37 -1000000\n",
        ],
        small=_clock,
        large=_clock,
        wrong=[("% 1440", "% 1439"), (":02d}:", "}:"), ("hours * 60 + rest", "hours * 60")],
        time_limit_s=2,
    ),
    Problem(
        id="b-socks-in-order",
        topic="counting",
        difficulty="easy",
        stem="""B. Socks in order

n socks lie in a drawer, one on the other; you take them from the top, one after another. How many must you take until you hold at least k pairs? A pair is two socks of one colour, and each sock belongs to at most one pair.

Input: the first line holds n and k (1 <= n <= 30000, 1 <= k <= 30000), the second the colours from top to bottom (1 <= c_i <= 10^9).
Output: the least number of socks, or -1 if even all of them do not hold k pairs.""",
        solution="""
            n, k = map(int, input().split())
            single, pairs, taken = set(), 0, -1
            for place, colour in enumerate(input().split(), 1):
                if colour in single:
                    single.remove(colour)
                    pairs += 1
                    if pairs == k:
                        taken = place
                        break
                else:
                    single.add(colour)
            print(taken)
            """,
        slow=socks,
        edge=["5 1\n3 5 3 5 5\n", "3 1\n1 2 3\n", "1 1\n4\n", "4 2\n7 7 7 7\n", "4 2\n7 7 7 8\n", "6 2\n1 1 1 2 2 1\n"],
        small=lambda r: (lambda n: line(n, r.randint(1, n // 2 + 1)) + line(*(r.randint(1, 4) for _ in range(n))))(
            r.randint(2, 12)
        ),
        large=lambda r: line(3000, r.randint(900, 1400)) + line(*(r.randint(1, 300) for _ in range(3000))),
        wrong=[
            ("single.remove(colour)", "pass"),
            ("enumerate(input().split(), 1)", "enumerate(input().split())"),
            ("pairs == k", "pairs > k"),
        ],
        time_limit_s=2,
    ),
    Problem(
        id="c-dim-lanterns",
        topic="sliding window maximum",
        difficulty="medium",
        stem="""C. Dim lanterns

n lanterns stand along a straight road, no two at one place. Exactly k of them must be taken away, and at least two stay. Which is the least that the largest distance between two lanterns that stand next to each other afterwards can be?

Input: the first line holds n and k (2 <= n <= 40000, 0 <= k <= n - 2), the second the places in any order (0 <= x_i <= 10^9).
Output: one number.""",
        solution="""
            from collections import deque

            n, k = map(int, input().split())
            places = sorted(map(int, input().split()))
            gaps = [b - a for a, b in zip(places, places[1:])]
            size, window, best = n - k - 1, deque(), None
            for i, gap in enumerate(gaps):
                while window and gaps[window[-1]] <= gap:
                    window.pop()
                window.append(i)
                if window[0] <= i - size:
                    window.popleft()
                if i >= size - 1:
                    most = gaps[window[0]]
                    best = most if best is None else min(best, most)
            print(best)
            """,
        slow=lanterns,
        edge=[
            "4 1\n10 1 3 4\n",
            "2 0\n5 9\n",
            "3 1\n0 10 11\n",
            "5 0\n1 2 4 8 16\n",
            "5 3\n1 2 4 8 16\n",
            "4 2\n0 5 10 15\n",
        ],
        small=lambda r: (lambda n: _places(r, n, r.randint(0, n - 2), 40))(r.randint(3, 10)),
        large=lambda r: _places(r, 3000, r.randint(10, 2900), 10**9),
        wrong=[
            ("<= i - size", "< i - size"),
            ("sorted(map(int, input().split()))", "list(map(int, input().split()))"),
            ("n - k - 1", "n - k"),
            ("i >= size - 1", "i >= 0"),
        ],
    ),
    Problem(
        id="d-close-in-bits",
        topic="bits and prefixes",
        difficulty="hard",
        stem="""D. Close in bits

Given a_1, ..., a_n and k, count the pairs i < j for which a_i xor a_j is less than k.

Input: the first line holds n and k (1 <= n <= 20000, 0 <= k <= 2^20), the second the n values (0 <= a_i < 2^20).
Output: one number.""",
        solution="""
            n, k = map(int, input().split())
            values = list(map(int, input().split()))
            pairs = 0
            for bit in range(20, -1, -1):
                if not k >> bit & 1:
                    continue
                # equal to k above the bit, 0 at it: then smaller, whatever stands below
                wanted, seen = (k >> bit) ^ 1, {}
                for value in values:
                    top = value >> bit
                    pairs += seen.get(top ^ wanted, 0)
                    seen[top] = seen.get(top, 0) + 1
            print(pairs)
            """,
        slow=xor_pairs,
        edge=[
            "4 2\n1 2 3 0\n",
            "3 0\n5 5 5\n",
            "3 1\n5 5 5\n",
            "1 10\n3\n",
            "2 1048576\n0 1048575\n",
            "2 1048575\n0 1048575\n",
        ],
        small=lambda r: (lambda n: line(n, r.randint(0, 20)) + line(*(r.randint(0, 15) for _ in range(n))))(
            r.randint(2, 12)
        ),
        large=lambda r: line(4000, r.randint(0, 2**20)) + line(*(r.randrange(2**20) for _ in range(4000))),
        wrong=[
            ("(k >> bit) ^ 1", "k >> bit"),
            ("range(20, -1, -1)", "range(19, -1, -1)"),
            ("range(20, -1, -1)", "range(20, 0, -1)"),
        ],
        smalls=16,
    ),
    Problem(
        id="e-even-roads",
        topic="shortest paths with parity",
        difficulty="hard",
        stem="""E. Even roads

Between n towns there are m roads that can be used in both directions. Find the least length of a walk from town 1 to town n that uses an even number of roads (a road used twice counts twice; 0 is even), or -1 if there is none.

Input: the first line holds n and m (1 <= n <= 5000, 0 <= m <= 10000); each of the other m lines holds a, b and the length w of a road (a and b differ, 1 <= w <= 10^6).
Output: one number.""",
        solution="""
            import heapq
            import sys


            def main():
                data = list(map(int, sys.stdin.buffer.read().split()))
                n, m = data[0], data[1]
                roads = [[] for _ in range(n)]
                for i in range(m):
                    a, b, w = data[3 * i + 2:3 * i + 5]
                    roads[a - 1].append((b - 1, w))
                    roads[b - 1].append((a - 1, w))
                never = float("inf")
                least = [[never, never] for _ in range(n)]
                least[0][0] = 0
                waiting = [(0, 0, 0)]
                while waiting:
                    far, town, odd = heapq.heappop(waiting)
                    if far > least[town][odd]:
                        continue
                    for other, w in roads[town]:
                        if far + w < least[other][1 - odd]:
                            least[other][1 - odd] = far + w
                            heapq.heappush(waiting, (far + w, other, 1 - odd))
                print(-1 if least[n - 1][0] == never else least[n - 1][0])


            main()
            """,
        slow=even_roads,
        edge=[
            "3 3\n1 2 4\n2 3 5\n1 3 1\n",
            "2 1\n1 2 3\n",
            "1 0\n",
            "2 0\n",
            "3 3\n1 2 1\n2 3 1\n3 1 1\n",
            "4 4\n1 2 1\n2 3 1\n3 1 1\n3 4 7\n",
            "4 4\n1 2 1\n2 3 1\n3 1 1\n1 4 7\n",
        ],
        small=lambda r: (lambda n: _roads(r, n, r.randint(1, 12), 9))(r.randint(2, 7)),
        large=lambda r: _roads(r, 600, 1500, 10**6),
        wrong=[
            ("least[n - 1][0] == never else least[n - 1][0]", "min(least[n - 1]) == never else min(least[n - 1])"),
            ("roads[b - 1].append((a - 1, w))", "pass"),
            ("least[0][0] = 0", "least[0] = [0, 0]"),
        ],
        smalls=16,
    ),
    Problem(
        id="f-fence-painting",
        topic="dynamic programming over intervals",
        difficulty="hard",
        stem="""F. Fence painting

n painters offer to paint a fence; painter i would paint from place a_i to place b_i. You can pay at most k of them. Find the greatest length of fence that can be painted.

Input: the first line holds n and k (1 <= k <= n <= 100); each of the other n lines holds a_i and b_i (0 <= a_i < b_i <= 10^9).
Output: one number.""",
        solution="""
            n, k = map(int, input().split())
            spans = sorted((tuple(map(int, input().split())) for _ in range(n)), key=lambda s: (s[0], -s[1]))
            outer = []
            for a, b in spans:
                if not outer or b > outer[-1][1]:
                    outer.append((a, b))
            best = 0
            painted = [b - a for a, b in outer]
            for _ in range(min(k, len(outer))):
                best = max(best, max(painted))
                following = [0] * len(outer)
                for i, (a, b) in enumerate(outer):
                    for j in range(i):
                        following[i] = max(following[i], painted[j] + b - max(a, outer[j][1]))
                painted = following
            print(best)
            """,
        slow=fences,
        edge=[
            "3 1\n0 4\n3 9\n8 10\n",
            "3 2\n0 4\n3 9\n8 10\n",
            "1 1\n0 1000000000\n",
            "2 2\n0 5\n0 5\n",
            "3 2\n0 10\n1 2\n3 4\n",
            "4 2\n0 3\n2 5\n4 7\n6 9\n",
        ],
        small=lambda r: (lambda n: _spans(r, n, r.randint(1, n), 25))(r.randint(2, 8)),
        large=lambda r: _spans(r, 100, r.randint(10, 60), 10**9),
        wrong=[
            ("b - max(a, outer[j][1])", "b - a"),
            ("range(i)", "range(i - 1, i)"),
            ("min(k, len(outer))", "min(k + 1, len(outer))"),
        ],
        smalls=16,
    ),
]
