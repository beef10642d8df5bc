"""Right programs of the next worse complexity, which must run out of time, and tempting programs that are wrong.

By problem: ("too slow" or "wrong", the program's text). The judge's tests read them from wrong_programs.jsonl.
"""

from __future__ import annotations

from textwrap import dedent

PROGRAMS = {
    "quiet-stretch": [
        (
            "too slow",  # every start, quadratic
            """
            class Solution:
                def longestQuiet(self, readings, limit):
                    best = 0
                    for start in range(len(readings)):
                        end = start
                        while end < len(readings) and abs(readings[end]) <= limit:
                            end += 1
                        best = max(best, end - start)
                    return best
            """,
        )
    ],
    "parcel-relay": [
        (
            "too slow",  # a table of parcels and couriers, each cell by all last cuts
            """
            class Solution:
                def smallestLoad(self, weights, k, fee):
                    sums = [0]
                    for w in weights:
                        sums.append(sums[-1] + w + fee)
                    n = len(weights)
                    best = sums[:]
                    for used in range(2, k + 1):
                        best = [0] * used + [
                            min(max(best[cut], sums[end] - sums[cut]) for cut in range(used - 1, end))
                            for end in range(used, n + 1)
                        ]
                    return best[n]
            """,
        ),
        (
            "wrong",  # fills each courier up to the average
            """
            class Solution:
                def smallestLoad(self, weights, k, fee):
                    loads = [w + fee for w in weights]
                    mean, worst, load, left = sum(loads) / k, 0, 0, k
                    for place, one in enumerate(loads):
                        if load and (load + one > mean and left > 1 or len(loads) - place < left):
                            load, left = 0, left - 1
                        load += one
                        worst = max(worst, load)
                    return worst
            """,
        ),
    ],
    "tide-walk": [
        (
            "too slow",  # all walks, cells seen again
            """
            class Solution:
                def earliestMinute(self, height):
                    rows, columns = len(height), len(height[0])
                    here = [(0, 0)]
                    for minute in range(rows * columns + 1):
                        following = []
                        for r, c in here:
                            if (r, c) == (rows - 1, columns - 1):
                                return minute
                            for a, b in ((0, 1), (1, 0), (0, -1), (-1, 0)):
                                if 0 <= r + a < rows and 0 <= c + b < columns and height[r + a][c + b] > minute:
                                    following.append((r + a, c + b))
                        here = following
                    return -1
            """,
        ),
        (
            "wrong",  # only right and down
            """
            class Solution:
                def earliestMinute(self, height):
                    rows, columns = len(height), len(height[0])
                    dry = [[False] * columns for _ in range(rows)]
                    dry[0][0] = True
                    for r in range(rows):
                        for c in range(columns):
                            before = (r > 0 and dry[r - 1][c]) or (c > 0 and dry[r][c - 1])
                            if before and height[r][c] >= r + c:
                                dry[r][c] = True
                    return rows + columns - 2 if dry[-1][-1] else -1
            """,
        ),
        (
            "wrong",  # right, down and left, never up
            """
            from collections import deque


            class Solution:
                def earliestMinute(self, height):
                    rows, columns = len(height), len(height[0])
                    seen, waiting = {(0, 0)}, deque([(0, 0, 0)])
                    while waiting:
                        row, column, minute = waiting.popleft()
                        if row == rows - 1 and column == columns - 1:
                            return minute
                        for down, right in ((0, 1), (1, 0), (0, -1)):
                            r, c = row + down, column + right
                            if 0 <= r < rows and 0 <= c < columns and (r, c) not in seen and height[r][c] > minute:
                                seen.add((r, c))
                                waiting.append((r, c, minute + 1))
                    return -1
            """,
        ),
    ],
    "balanced-signal": [
        (
            "too slow",  # every start, quadratic
            """
            class Solution:
                def balancedPieces(self, signal):
                    pieces = 0
                    for start in range(len(signal)):
                        lead = odd = 0
                        for letter in signal[start:]:
                            if letter == "C":
                                odd ^= 1
                            else:
                                lead += 1 if letter == "A" else -1
                            pieces += lead == 0 and not odd
                    return pieces
            """,
        )
    ],
    "rota-with-gaps": [
        (
            "too slow",  # best chain that ends at each meeting, by all before it
            """
            class Solution:
                def chooseMeetings(self, meetings, gap):
                    order = sorted(range(len(meetings)), key=lambda i: meetings[i][1])
                    best = []
                    for place, i in enumerate(order):
                        length, link = 1, None
                        for j in range(place):
                            if meetings[order[j]][1] + gap <= meetings[i][0] and best[j][0] >= length:
                                length, link = best[j][0] + 1, j
                        best.append((length, link))
                    if not best:
                        return []
                    at, chosen = max(range(len(best)), key=lambda j: best[j][0]), []
                    while at is not None:
                        chosen.append(order[at])
                        at = best[at][1]
                    return chosen
            """,
        ),
        (
            "wrong",  # shortest meeting first
            """
            class Solution:
                def chooseMeetings(self, meetings, gap):
                    chosen = []
                    for i in sorted(range(len(meetings)), key=lambda i: meetings[i][1] - meetings[i][0]):
                        a, b = meetings[i]
                        if all(meetings[j][1] + gap <= a or b + gap <= meetings[j][0] for j in chosen):
                            chosen.append(i)
                    return chosen
            """,
        ),
    ],
    "signal-towers": [
        (
            "too slow",  # to the right from each tower until a higher one
            """
            class Solution:
                def cableLength(self, heights):
                    total = 0
                    for left in range(len(heights)):
                        highest = 0
                        for right in range(left + 1, len(heights)):
                            if heights[right] > highest:
                                if highest < heights[left]:
                                    total += right - left
                                highest = heights[right]
                            if highest >= heights[left]:
                                break
                    return total
            """,
        ),
        (
            "too slow",  # to the left instead
            """
            class Solution:
                def cableLength(self, heights):
                    total = 0
                    for right in range(len(heights)):
                        highest = 0
                        for left in range(right - 1, -1, -1):
                            if heights[left] > highest:
                                total += right - left
                                highest = heights[left]
                            if highest >= heights[right]:
                                break
                    return total
            """,
        ),
    ],
    "coupon-cover": [
        (
            "too slow",  # every choice of offers
            """
            class Solution:
                def leastPrice(self, n, offers):
                    best = [-1]

                    def choose(at, have, cost):
                        if len(have) == n:
                            if best[0] < 0 or cost < best[0]:
                                best[0] = cost
                        elif at < len(offers):
                            items, price = offers[at]
                            choose(at + 1, have | set(items), cost + price)
                            choose(at + 1, have, cost)

                    choose(0, frozenset(), 0)
                    return best[0]
            """,
        ),
        (
            "wrong",  # always the least price for a new item
            """
            class Solution:
                def leastPrice(self, n, offers):
                    have, cost, left = set(), 0, list(offers)
                    while len(have) < n:
                        left = [o for o in left if set(o[0]) - have]
                        if not left:
                            return -1
                        items, price = min(left, key=lambda o: o[1] / len(set(o[0]) - have))
                        have |= set(items)
                        cost += price
                    return cost
            """,
        ),
    ],
    "mirror-pieces": [
        (
            "too slow",  # counts the replacements of each piece anew
            """
            class Solution:
                def leastReplacements(self, text, shortest):
                    n, never = len(text), float("inf")
                    least = [0] + [never] * n
                    for end in range(shortest, n + 1):
                        for start in range(end - shortest + 1):
                            if least[start] < least[end]:
                                piece = text[start:end]
                                half = len(piece) // 2
                                cost = 0
                                for i in range(half):
                                    cost += piece[i] != piece[-1 - i]
                                least[end] = min(least[end], least[start] + cost)
                    return -1 if least[n] == never else least[n]
            """,
        ),
        (
            "wrong",  # the cheapest next piece each time
            """
            class Solution:
                def leastReplacements(self, text, shortest):
                    def cost(piece):
                        return sum(a != b for a, b in zip(piece[: len(piece) // 2], reversed(piece)))

                    if len(text) < shortest:
                        return -1
                    total = 0
                    while text:
                        n = len(text)
                        ends = [e for e in range(shortest, n + 1) if e == n or n - e >= shortest]
                        end = min(ends, key=lambda e: (cost(text[:e]), -e))
                        total += cost(text[:end])
                        text = text[end:]
                    return total
            """,
        ),
    ],
    "roads-at-half-price": [
        (
            "too slow",  # sweeps over the list of roads until nothing changes
            """
            class Solution:
                def leastToll(self, n, edges, k):
                    never = float("inf")
                    paid = [[never] * (k + 1) for _ in range(n)]
                    paid[0] = [0] * (k + 1)
                    changed = True
                    while changed:
                        changed = False
                        for a, b, toll in edges:
                            for one, other in ((a, b), (b, a)):
                                for used in range(k + 1):
                                    cost = paid[one][used] + toll
                                    if used:
                                        cost = min(cost, paid[one][used - 1] + toll // 2)
                                    if cost < paid[other][used]:
                                        paid[other][used] = cost
                                        changed = True
                    return -1 if paid[n - 1][k] == never else paid[n - 1][k]
            """,
        ),
        (
            "wrong",  # the cheapest way, then its k dearest roads at half price
            """
            import heapq


            class Solution:
                def leastToll(self, n, edges, k):
                    roads = [[] for _ in range(n)]
                    for a, b, toll in edges:
                        roads[a].append((b, toll))
                        roads[b].append((a, toll))
                    done, waiting = set(), [(0, 0, ())]
                    while waiting:
                        cost, town, way = heapq.heappop(waiting)
                        if town == n - 1:
                            return sum(t // 2 if i < k else t for i, t in enumerate(sorted(way, reverse=True)))
                        if town in done:
                            continue
                        done.add(town)
                        for other, toll in roads[town]:
                            if other not in done:
                                heapq.heappush(waiting, (cost + toll, other, (*way, toll)))
                    return -1
            """,
        ),
        (
            "wrong",  # a voucher wherever it is first of use
            """
            import heapq


            class Solution:
                def leastToll(self, n, edges, k):
                    roads = [[] for _ in range(n)]
                    for a, b, toll in edges:
                        roads[a].append((b, toll))
                        roads[b].append((a, toll))
                    done, waiting = set(), [(0, 0, 0)]
                    while waiting:
                        cost, used, town = heapq.heappop(waiting)
                        if town == n - 1:
                            return cost
                        if town in done:
                            continue
                        done.add(town)
                        for other, toll in roads[town]:
                            price = toll // 2 if used < k else toll
                            heapq.heappush(waiting, (cost + price, min(k, used + 1), other))
                    return -1
            """,
        ),
    ],
    "b-ring-of-cards": [
        (
            "too slow",  # every turn of the ring
            """
            n = int(input())
            cards = list(map(int, input().split()))
            ordered = list(range(1, n + 1))
            found = False
            for _ in range(n):
                cards = cards[1:] + cards[:1]
                if cards == ordered or cards[::-1] == ordered:
                    found = True
            print("YES" if found else "NO")
            """,
        ),
        (
            "wrong",  # looks at the ends only
            """
            n = int(input())
            cards = list(map(int, input().split()))
            breaks = sum(abs(a - b) not in (1, n - 1) for a, b in zip(cards, cards[1:]))
            print("YES" if breaks == 0 or n < 4 or cards[0] == 1 else "NO")
            """,
        ),
    ],
    "c-so-many-inversions": [
        (
            "too slow",  # one exchange of neighbours after another
            """
            n, k = map(int, input().split())
            if k > n * (n - 1) // 2:
                print(-1)
            else:
                order = list(range(1, n + 1))
                while k:
                    for i in range(n - 1):
                        if k and order[i] < order[i + 1]:
                            order[i], order[i + 1] = order[i + 1], order[i]
                            k -= 1
                print(*order)
            """,
        )
    ],
    "d-visits": [
        (
            "too slow",  # from every town through the whole tree
            """
            import sys


            def main():
                data = list(map(int, sys.stdin.buffer.read().split()))
                n, clubs = data[0], data[1:data[0] + 1]
                roads = [[] for _ in range(n)]
                for a, b in zip(data[n + 1::2], data[n + 2::2]):
                    roads[a - 1].append(b - 1)
                    roads[b - 1].append(a - 1)
                answer = 0
                for start in range(n):
                    far = [-1] * n
                    far[start] = 0
                    order = [start]
                    for town in order:
                        if clubs[town] == clubs[start]:
                            answer += far[town]
                        for other in roads[town]:
                            if far[other] < 0:
                                far[other] = far[town] + 1
                                order.append(other)
                print(answer // 2)


            main()
            """,
        ),
        (
            "too slow",  # counts of all clubs copied upwards, the larger into the smaller too
            """
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
                answer = 0
                for town in reversed(order[1:]):
                    for club, count in below[town].items():
                        answer += count * (total[club] - count)
                        below[parent[town]][club] = below[parent[town]].get(club, 0) + count
                    below[town] = None
                print(answer)


            main()
            """,
        ),
    ],
    "e-melodies": [
        (
            "too slow",  # sums over the notes before, without prefix sums
            """
            n, m, d = map(int, input().split())
            mod = 998244353
            risen, other = [0] * m, [1] * m
            for _ in range(n - 1):
                both = [a + b for a, b in zip(risen, other)]
                risen, other = (
                    [sum(other[u] for u in range(max(0, v - d), v)) % mod for v in range(m)],
                    [sum(both[u] for u in range(v, min(m, v + d + 1))) % mod for v in range(m)],
                )
            print((sum(risen) + sum(other)) % mod)
            """,
        )
    ],
    "f-twins-in-range": [
        (
            "too slow",  # each question counted anew
            """
            import sys
            from collections import Counter

            data = list(map(int, sys.stdin.buffer.read().split()))
            n, q = data[0], data[1]
            values, asked = data[2:n + 2], data[n + 2:]
            for i in range(q):
                part = Counter(values[asked[2 * i] - 1:asked[2 * i + 1]])
                print(sum(count == 2 for count in part.values()))
            """,
        )
    ],
    "a-slow-clock": [
        (
            "too slow",  # minute by minute
            """
            start, minutes = input().split()
            hour, minute = map(int, start.split(":"))
            left = int(minutes)
            step = 1 if left > 0 else -1
            while left:
                minute += step
                left -= step
                hour, minute = (hour + minute // 60) % 24, minute % 60
            print(f"{hour:02d}:{minute:02d}")
            """,
        )
    ],
    "b-socks-in-order": [
        (
            "too slow",  # looks through the socks in hand each time
            """
            n, k = map(int, input().split())
            single, pairs, answer = [], 0, -1
            for taken, colour in enumerate(input().split(), 1):
                if colour in single:
                    single.remove(colour)
                    pairs += 1
                    if pairs == k:
                        answer = taken
                        break
                else:
                    single.append(colour)
            print(answer)
            """,
        )
    ],
    "c-dim-lanterns": [
        (
            "too slow",  # the greatest of each window anew
            """
            n, k = map(int, input().split())
            places = sorted(map(int, input().split()))
            gaps = [b - a for a, b in zip(places, places[1:])]
            size = n - k - 1
            print(min(max(gaps[i:i + size]) for i in range(k + 1)))
            """,
        ),
        (
            "wrong",  # takes away an end lantern next to the larger gap
            """
            n, k = map(int, input().split())
            places = sorted(map(int, input().split()))
            for _ in range(k):
                if places[1] - places[0] > places[-1] - places[-2]:
                    places.pop(0)
                else:
                    places.pop()
            print(max(b - a for a, b in zip(places, places[1:])))
            """,
        ),
    ],
    "d-close-in-bits": [
        (
            "too slow",  # all pairs
            """
            n, k = map(int, input().split())
            values = list(map(int, input().split()))
            pairs = 0
            for i, a in enumerate(values):
                for b in values[:i]:
                    pairs += a ^ b < k
            print(pairs)
            """,
        )
    ],
    "e-even-roads": [
        (
            "too slow",  # sweeps over all roads until nothing changes
            """
            import sys

            data = list(map(int, sys.stdin.buffer.read().split()))
            n, m = data[0], data[1]
            roads = [data[3 * i + 2:3 * i + 5] for i in range(m)]
            never = float("inf")
            even, odd = [never] * (n + 1), [never] * (n + 1)
            even[1] = 0
            changed = True
            while changed:
                changed = False
                for a, b, w in roads:
                    for one, other in ((a, b), (b, a)):
                        if even[one] + w < odd[other]:
                            odd[other] = even[one] + w
                            changed = True
                        if odd[one] + w < even[other]:
                            even[other] = odd[one] + w
                            changed = True
            print(-1 if even[n] == never else even[n])
            """,
        )
    ],
    "f-fence-painting": [
        (
            "too slow",  # every choice of painters
            """
            from itertools import combinations

            n, k = map(int, input().split())
            spans = sorted(tuple(map(int, input().split())) for _ in range(n))
            best = 0
            for chosen in combinations(spans, k):
                reach = length = 0
                for a, b in chosen:
                    length += max(0, b - max(a, reach))
                    reach = max(reach, b)
                best = max(best, length)
            print(best)
            """,
        ),
        (
            "wrong",  # k times the painter who adds most
            """
            n, k = map(int, input().split())
            spans = [tuple(map(int, input().split())) for _ in range(n)]
            ends = sorted({p for s in spans for p in s})
            cells = list(zip(ends, ends[1:]))
            painted = set()


            def gain(span):
                return sum(b - a for a, b in cells if span[0] <= a and b <= span[1] and (a, b) not in painted)


            for _ in range(k):
                a, b = max(spans, key=gain)
                painted |= {c for c in cells if a <= c[0] and c[1] <= b}
            print(sum(b - a for a, b in painted))
            """,
        ),
        (
            "wrong",  # the k longest offers
            """
            n, k = map(int, input().split())
            spans = sorted((tuple(map(int, input().split())) for _ in range(n)), key=lambda s: s[0] - s[1])[:k]
            reach = length = 0
            for a, b in sorted(spans):
                length += max(0, b - max(a, reach))
                reach = max(reach, b)
            print(length)
            """,
        ),
    ],
}


def programs_of(problem: str) -> list[tuple[str, str]]:
    """(kind, program) of each; empty where the bounds allow no slower way worth testing."""
    return [(kind, dedent(text).strip() + "\n") for kind, text in PROGRAMS.get(problem, [])]
