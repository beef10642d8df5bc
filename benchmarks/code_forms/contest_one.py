"""First practice contest: six problems on stdin and stdout, each harder than the one before."""
# ruff: noqa: E501  # a statement is one line a paragraph, an input one line

from __future__ import annotations

from itertools import pairwise, permutations, product

from problem import Problem
from stdin_text import line, numbers


def pens(text):
    _n, *have = numbers(text)
    passed = 0
    while have and min(have) == 0:
        if max(have) < 2:
            return "-1"
        have[have.index(max(have))] -= 1
        have[have.index(0)] += 1
        passed += 1
    return str(passed)


def ring(text):
    _n, *order = numbers(text)
    wanted, seen, waiting = sorted(order), set(), [tuple(order)]
    while waiting:
        one = waiting.pop()
        if one not in seen:
            seen.add(one)
            waiting += [one[1:] + one[:1], one[::-1]]
    return "YES" if tuple(wanted) in seen else "NO"


def inversions(text):
    n, k = numbers(text)
    for order in permutations(range(1, n + 1)):
        if sum(order[i] > order[j] for i in range(n) for j in range(i + 1, n)) == k:
            return " ".join(map(str, order))
    return "-1"


def tree_walks(text):
    n, *rest = numbers(text)
    colours, ends = rest[:n], rest[n:]
    far = [[0 if i == j else 10**9 for j in range(n)] for i in range(n)]
    for a, b in zip(ends[::2], ends[1::2], strict=True):
        far[a - 1][b - 1] = far[b - 1][a - 1] = 1
    for m in range(n):
        for i in range(n):
            for j in range(n):
                far[i][j] = min(far[i][j], far[i][m] + far[m][j])
    return str(sum(far[i][j] for i in range(n) for j in range(i + 1, n) if colours[i] == colours[j]))


def melodies(text):
    n, m, d = numbers(text)
    found = 0
    for notes in product(range(m), repeat=n):
        if all(abs(a - b) <= d for a, b in pairwise(notes)):
            found += not any(a < b < c for a, b, c in zip(notes, notes[1:], notes[2:], strict=False))
    return str(found % 998244353)


def twins(text):
    n, _q, *rest = numbers(text)
    values, asked = rest[:n], rest[n:]
    lines = []
    for low, high in zip(asked[::2], asked[1::2], strict=True):
        part = values[low - 1 : high]
        lines.append(str(sum(part.count(v) == 2 for v in set(part))))
    return "\n".join(lines)


INVERSIONS_CHECKER = """
def check(input, expected, output):
    n, k = map(int, input.split())
    words = output.split()
    if expected.strip() == "-1":
        return words == ["-1"]
    order = [int(w) for w in words]
    if sorted(order) != list(range(1, n + 1)):
        return False
    seen, found = [], 0
    import bisect
    for value in order:
        found += len(seen) - bisect.bisect(seen, value)
        bisect.insort(seen, value)
    return found == k
"""


def _tree(r, n, colours):
    edges = "".join(line(r.randint(1, i - 1), i) for i in range(2, n + 1))
    return line(n) + line(*(r.randint(1, colours) for _ in range(n))) + edges


def _rotated(r, n):
    order, cut = list(range(1, n + 1)), r.randrange(n)
    order = order[cut:] + order[:cut]
    if r.random() < 0.4:
        order.reverse()
    if r.random() < 0.4:
        i, j = r.randrange(n), r.randrange(n)
        order[i], order[j] = order[j], order[i]
    return line(n) + line(*order)


def _ranges(r, n, q, most):
    spans = [sorted((r.randint(1, n), r.randint(1, n))) for _ in range(q)]
    return line(n, q) + line(*(r.randint(1, most) for _ in range(n))) + "".join(line(*s) for s in spans)


def _n_k(r, n):
    return line(n, r.randint(0, n * (n - 1) // 2 + 2))


PROBLEMS = [
    Problem(
        id="a-borrowed-pens",
        topic="counting",
        difficulty="easy",
        stem="""A. Borrowed pens

In a class of n students, student i has p_i pens. Everyone needs at least one pen for the test. In one step a student hands one pen to another. Find the least number of steps after which everyone has a pen, or -1 if that cannot be.

Input: the first line holds n (1 <= n <= 1000), the second the n numbers p_i (0 <= p_i <= 1000).
Output: one number.""",
        solution="""
            n = int(input())
            pens = list(map(int, input().split()))
            print(pens.count(0) if sum(pens) >= n else -1)
            """,
        slow=pens,
        edge=["4\n0 3 1 0\n", "3\n1 0 1\n", "1\n0\n", "1\n1\n", "2\n0 2\n", "5\n0 0 0 0 5\n", "5\n0 0 0 0 4\n"],
        small=lambda r: (lambda n: line(n) + line(*(r.choice([0, 0, 1, 2, 3]) for _ in range(n))))(r.randint(2, 9)),
        large=lambda r: line(1000) + line(*(r.choice([0, 1, 2]) for _ in range(1000))),
        wrong=[(">= n", "> n"), ("pens.count(0)", "n - len(set(pens))"), ("else -1", "else 0")],
        time_limit_s=2,
    ),
    Problem(
        id="b-ring-of-cards",
        topic="permutations",
        difficulty="easy",
        stem="""B. Ring of cards

Cards numbered 1 to n lie in a row. You may, as often as you like, put the first card at the end of the row, or turn the whole row round so that its last card becomes the first. Can you bring the cards into the order 1, 2, ..., n?

Input: the first line holds n (1 <= n <= 40000), the second the numbers of the cards from left to right, each of 1 to n once.
Output: YES or NO.""",
        solution="""
            n = int(input())
            cards = list(map(int, input().split()))
            start = cards.index(1)
            turned = cards[start:] + cards[:start]
            back = turned[:1] + turned[:0:-1]
            ordered = list(range(1, n + 1))
            print("YES" if turned == ordered or back == ordered else "NO")
            """,
        slow=ring,
        edge=["4\n3 4 1 2\n", "4\n2 1 3 4\n", "1\n1\n", "2\n2 1\n", "3\n1 3 2\n", "4\n2 1 4 3\n", "5\n3 2 1 5 4\n"],
        small=lambda r: _rotated(r, r.randint(4, 9)),
        large=lambda r: _rotated(r, 2000),
        wrong=[(" or back == ordered", ""), ("turned == ordered or ", ""), ("cards.index(1)", "0")],
        time_limit_s=2,
    ),
    Problem(
        id="c-so-many-inversions",
        topic="constructions",
        difficulty="medium",
        stem="""C. So many inversions

An inversion of an order of the numbers 1 to n is a pair of places of which the earlier holds the larger number. Print any order of 1 to n with exactly k inversions, or -1 if there is none.

Input: one line with n and k (1 <= n <= 20000, 0 <= k <= 200000000).
Output: n numbers, or -1. Every right order is accepted.""",
        solution="""
            n, k = map(int, input().split())
            if k > n * (n - 1) // 2:
                print(-1)
            else:
                rest, order = list(range(1, n + 1)), []
                while rest:
                    skip = min(k, len(rest) - 1)
                    order.append(rest.pop(skip))
                    k -= skip
                print(*order)
            """,
        slow=inversions,
        checker=INVERSIONS_CHECKER,
        edge=["4 3\n", "3 4\n", "1 0\n", "1 1\n", "2 1\n", "5 10\n", "5 11\n", "2000 1999000\n", "2000 1999001\n"],
        small=lambda r: _n_k(r, r.randint(2, 7)),
        large=lambda r: _n_k(r, 2000),
        wrong=[("len(rest) - 1", "len(rest)"), ("k > n", "k >= n"), ("k -= skip", "k -= 1")],
        time_limit_s=2,
        smalls=15,
    ),
    Problem(
        id="d-visits",
        topic="trees: contribution of an edge",
        difficulty="hard",
        stem="""D. Visits

A country is a tree of n towns; each town supports one club. Every pair of towns that support the same club visit each other once, on the only way there is. Find the sum of the numbers of roads over all these pairs.

Input: the first line holds n (1 <= n <= 20000), the second the clubs c_1, ..., c_n (1 <= c_i <= n); each of the other n - 1 lines holds the two towns of a road.
Output: one number.""",
        solution="""
            import sys


            def main():
                data = list(map(int, sys.stdin.buffer.read().split()))
                n, clubs = data[0], data[1:data[0] + 1]
                roads = [[] for _ in range(n)]
                for a, b in zip(data[n + 1::2], data[n + 2::2]):
                    roads[a - 1].append(b - 1)
                    roads[b - 1].append(a - 1)
                order, parent = [0], [-1] * n
                for town in order:
                    for other in roads[town]:
                        if other != parent[town]:
                            parent[other] = town
                            order.append(other)
                total = {}
                for club in clubs:
                    total[club] = total.get(club, 0) + 1
                below = [{club: 1} for club in clubs]
                worth = [total[club] - 1 for club in clubs]
                answer = 0
                for town in reversed(order[1:]):
                    answer += worth[town]
                    up = parent[town]
                    big, small = below[up], below[town]
                    value = worth[up]
                    if len(big) < len(small):
                        big, small = small, big
                        value = worth[town]
                    for club, count in small.items():
                        have = big.get(club, 0)
                        value -= have * (total[club] - have)
                        have += count
                        value += have * (total[club] - have)
                        big[club] = have
                    below[up], worth[up] = big, value
                    below[town] = None
                print(answer)


            main()
            """,
        slow=tree_walks,
        edge=[
            "3\n1 2 1\n1 2\n2 3\n",
            "4\n1 1 1 1\n1 2\n1 3\n1 4\n",
            "1\n1\n",
            "2\n1 2\n1 2\n",
            "2\n2 2\n2 1\n",
            "5\n1 2 3 2 1\n1 2\n2 3\n3 4\n4 5\n",
        ],
        small=lambda r: (lambda n: _tree(r, n, r.randint(1, n)))(r.randint(3, 14)),
        large=lambda r: _tree(r, 5000, r.choice([2, 500, 5000])),
        wrong=[("total[club] - 1 for", "total[club] for"), ("value = worth[town]", "pass"), ("order[1:]", "order[2:]")],
    ),
    Problem(
        id="e-melodies",
        topic="counting with prefix sums",
        difficulty="hard",
        stem="""E. Melodies

A melody is a row of n notes, each a number from 1 to m. Two notes that follow each other differ by at most d, and nowhere do three notes in a row rise strictly (a < b < c). Count the melodies, modulo 998244353.

Input: one line with n, m and d (1 <= n, m <= 500, 0 <= d <= m).
Output: one number.""",
        solution="""
            n, m, d = map(int, input().split())
            mod = 998244353
            risen, other = [0] * m, [1] * m
            for _ in range(n - 1):
                first, both = [0], [0]
                for a, b in zip(other, risen):
                    first.append((first[-1] + a) % mod)
                    both.append((both[-1] + a + b) % mod)
                risen = [(first[v] - first[max(0, v - d)]) % mod for v in range(m)]
                other = [(both[min(m, v + d + 1)] - both[v]) % mod for v in range(m)]
            print((sum(risen) + sum(other)) % mod)
            """,
        slow=melodies,
        edge=["3 3 2\n", "2 2 0\n", "1 1 0\n", "1 300 0\n", "300 1 1\n", "4 3 1\n", "3 3 1\n", "300 300 300\n"],
        small=lambda r: (lambda m: line(r.randint(2, 6), m, r.randint(0, m)))(r.randint(2, 5)),
        large=lambda r: line(r.randint(200, 300), r.randint(200, 300), r.randint(1, 200)),
        wrong=[("v + d + 1", "v + d"), ("v - d)", "v - d + 1)"), ("first[v] -", "both[v] -")],
        smalls=16,
    ),
    Problem(
        id="f-twins-in-range",
        topic="offline queries with a Fenwick tree",
        difficulty="hard",
        stem="""F. Twins in range

Given a_1, ..., a_n. For each question (l, r) find how many different values occur exactly twice among a_l, ..., a_r.

Input: the first line holds n and q (1 <= n, q <= 20000), the second the n values (1 <= a_i <= 10^9); each of the other q lines holds l and r (1 <= l <= r <= n).
Output: q lines, the answers in order.""",
        solution="""
            import sys


            def main():
                data = list(map(int, sys.stdin.buffer.read().split()))
                n, q = data[0], data[1]
                values, asked = data[2:n + 2], data[n + 2:]
                by_end = [[] for _ in range(n + 1)]
                for i in range(q):
                    by_end[asked[2 * i + 1]].append((asked[2 * i], i))
                sums = [0] * (n + 1)

                def add(place, amount):
                    while place and place <= n:
                        sums[place] += amount
                        place += place & -place

                places, answers = {}, [0] * q
                for end in range(1, n + 1):
                    seen = places.setdefault(values[end - 1], [0, 0, 0])
                    # twice holds where the second last place counts: (third last, second last]
                    add(seen[1], -1)
                    add(seen[0], 1)
                    add(seen[0], 0)
                    seen[:] = [seen[1], seen[2], end]
                    add(seen[1], 1)
                    add(seen[0], -1)
                    for low, i in by_end[end]:
                        count, place = 0, n
                        total = 0
                        while place:
                            total += sums[place]
                            place &= place - 1
                        place = low - 1
                        while place:
                            count += sums[place]
                            place &= place - 1
                        answers[i] = total - count
                print(*answers, sep="\\n")


            main()
            """,
        slow=twins,
        edge=[
            "5 3\n1 2 1 2 1\n1 4\n1 5\n2 3\n",
            "2 1\n7 7\n1 2\n",
            "1 1\n5\n1 1\n",
            "4 2\n3 3 3 3\n1 4\n2 3\n",
            "3 1\n1 2 3\n1 3\n",
        ],
        small=lambda r: _ranges(r, r.randint(3, 12), r.randint(2, 6), r.randint(1, 5)),
        large=lambda r: _ranges(r, 2500, 2500, 400),
        wrong=[
            ("place = low - 1", "place = low"),
            ("add(seen[0], -1)", "pass"),
            ("by_end[asked[2 * i + 1]]", "by_end[min(n, asked[2 * i + 1] + 1)]"),
        ],
        smalls=17,
    ),
]
