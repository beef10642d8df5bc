"""Inputs at the bounds that the statements promise, shaped so that the next worse complexity runs out of time, and
small ones that catch tempting short cuts. By problem; a function takes a seeded generator."""

from __future__ import annotations

import itertools

from stdin_text import line


def _quiet(r):
    return [[[r.randint(-9, 9) for _ in range(30000)], 9], [[10**9, -(10**9)] * 40, 10**9], [[10**9, -(10**9)], 0]]


def _locker(r):
    return [["".join(r.choice("0123456789") for _ in range(10000))]]


def _busy(r):
    return [[list(range(3000)), 50], [[r.randint(0, 10**6) for _ in range(3000)], 50], [[10**6, 0] * 20, 50]]


def _relay(r):
    return [[[r.randint(0, 10**9) for _ in range(2000)], 1000, 10**6], [[10**9] * 2000, 2, 10**6]]


def _snake(rows, columns, upright=False):
    """A path that goes to and fro through every second row, by gaps at alternating ends."""
    grid = [[10**4] * columns for _ in range(rows)]
    for row in range(1, rows, 2):
        keep = columns - 1 if row % 4 == 1 else 0
        grid[row] = [10**4 if c == keep else 0 for c in range(columns)]
    return [list(column) for column in zip(*grid, strict=True)] if upright else grid


def _tide(r):
    open_flat = [[10**4] * 60 for _ in range(60)]
    detour = [[9, 0, 9, 9, 9], [9, 0, 9, 0, 9], [9, 9, 9, 0, 9]]
    lefts = [[9, 9, 9], [0, 0, 9], [9, 9, 9], [9, 0, 0], [9, 9, 9]]
    ups = [list(column) for column in zip(*lefts, strict=True)]
    wanderers = [[_snake(rows, columns, up)] for rows, columns, up in ((5, 3, 1), (5, 4, 0), (9, 6, 1), (13, 5, 0))]
    late = [[[99, 1, 99], [99, 0, 99], [99, 99, 99], [99, 0, 0], [99, 99, 5]]]
    return [[open_flat], [_snake(57, 60)], [_snake(57, 60, True)], [detour], [lefts], [ups], *wanderers, late]


def _balanced(r):
    return [["".join(r.choice("ABC") for _ in range(100000))], ["AB" * 3000 + "C" * 6000]]


def _rota(r):
    starts = [r.randrange(60000) for _ in range(20000)]
    return [[[[s, s + r.randint(1, 60)] for s in starts], 3], [[[0, 10**9], [1, 2], [10**6 + 2, 10**9]], 10**6]]


def _towers(r):
    return [[list(range(30000, 0, -1))], [list(range(1, 30001))], [[10**9, 1, 10**9]]]


def _coupons(r):
    offers = [[sorted(r.sample(range(14), r.randint(1, 3))), r.randint(1, 10**6)] for _ in range(60)]
    # cheap by price, dear by what is new: the cheapest offer per item and the cheapest offer first are both wrong
    return [
        [14, offers],
        [4, [[[0, 1, 2], 6], [[0, 3], 5], [[1, 2], 5], [[3], 2]]],
        [4, [[[0, 1], 3], [[1, 2, 3], 5], [[2, 3], 3], [[0], 1], [[0, 1, 2], 4]]],
        [3, [[[0], 1], [[1, 2], 9], [[0, 1, 2], 9]]],
    ]


def _mirror(r):
    return [["".join(r.choice("abcd") for _ in range(1200)), 40], ["ab" * 120, 7], ["abcabc" * 40, 100]]


def _half(r):
    n = 500
    # a long way of small tolls beside short cuts, listed so that sweeps over the list move one town a time
    chain = [[i, i + 1, r.randint(1, 30)] for i in range(n - 1)][::-1]
    cuts = [[*sorted(r.sample(range(n), 2)), 10**6 - r.randint(0, 99)] for _ in range(2000 - len(chain))]
    small = [
        # the cheapest way without vouchers is not the cheapest with them
        [4, [[0, 1, 5], [1, 3, 5], [0, 2, 1], [2, 3, 14]], 1],
        [3, [[0, 1, 6], [1, 2, 6], [0, 2, 20]], 1],
        [5, [[0, 1, 4], [1, 2, 4], [2, 4, 4], [0, 3, 1], [3, 4, 16]], 1],
        [5, [[0, 1, 3], [1, 2, 3], [2, 3, 3], [3, 4, 3], [0, 4, 18]], 1],
        [6, [[0, 1, 4], [1, 5, 4], [0, 2, 9], [2, 5, 3], [0, 3, 2], [3, 4, 2], [4, 5, 9]], 1],
        [4, [[0, 1, 10], [1, 3, 10], [0, 2, 3], [2, 3, 18]], 2],
        [4, [[0, 3, 100], [0, 1, 20], [1, 2, 20], [2, 3, 20]], 1],
        [4, [[0, 1, 1], [1, 3, 1], [0, 2, 0], [2, 3, 3]], 1],
    ]
    return [[n, chain + cuts, 10], [n, chain, 10], *small]


def _pens(r):
    return [line(1000) + line(1000, *([0] * 999)), line(1000) + line(999, *([0] * 999))]


def _ring(r):
    n = 40000
    order = list(range(1, n + 1))
    turned = (order[31000:] + order[:31000])[::-1]
    swapped = [*order[: n - 2], n, n - 1]
    return [line(n) + line(*turned), line(n) + line(*swapped)]


def _inversions(r):
    return [line(20000, 199990000), line(20000, 199990001), line(20000, 123456789), line(20000, 0)]


def _visits(r):
    n = 20000
    path = "".join(line(i, i + 1) for i in range(1, n))
    star = "".join(line(1, i) for i in range(2, n + 1))
    return [
        line(n) + line(*range(1, n + 1)) + path,
        line(n) + line(*(r.randint(1, 9) for _ in range(n))) + star,
        # a road to a brush: half the towns on a path, a leaf at each
        line(6000)
        + line(*(1 + i % 3000 for i in range(6000)))
        + "".join(line(i, i + 1) for i in range(1, 3000))
        + "".join(line(i, i + 3000) for i in range(1, 3001)),
    ]


def _melodies(r):
    return [line(500, 500, 500), line(500, 500, 250), line(499, 500, 1)]


def _twins(r):
    n = 20000
    spans = [(r.randint(1, 300), n - r.randint(0, 300)) for _ in range(n)]
    values = [r.randint(1, n // 2) for _ in range(n)]
    return [
        line(n, n) + line(*values) + "".join(line(*s) for s in spans),
        line(3, 1) + line(10**9, 5, 10**9) + line(1, 3),
    ]


def _clock(r):
    return ["00:00 1000000000000\n", "23:59 -1000000000000\n", "07:45 999999999999\n"]


def _socks(r):
    n = 30000
    return [line(n, n // 2) + line(*range(1, n // 2 + 1), *range(n // 2, 0, -1)), line(n, n) + line(*([10**9] * n))]


def _lanterns(r):
    n = 40000
    places = r.sample(range(10**6), n)
    return [line(n, n // 2) + line(*places), line(3, 1) + line(0, 10**9, 5)]


def _bits(r):
    values = [r.randrange(2**20) for _ in range(20000)]
    return [line(20000, 2**20 - 12345) + line(*values), line(20000, 2**20) + line(*([0] * 20000))]


def _even(r):
    n = 5000
    chain = [(i, i + 1, r.randint(1, 99)) for i in range(1, n)][::-1]
    far = [(*r.sample(range(1, n + 1), 2), 10**6) for _ in range(10000 - len(chain))]
    return [line(n, 10000) + "".join(line(*road) for road in chain + far)]


def _fences(r):
    starts, ends = sorted(r.sample(range(10**9 // 2), 100)), sorted(r.sample(range(10**9 // 2, 10**9), 100))
    stairs = line(100, 50) + "".join(line(*s) for s in zip(starts, ends, strict=True))
    steps = [(13 * i, 13 * i + r.randint(15, 40)) for i in range(100)]
    r.shuffle(steps)
    traps = [
        "3 2\n0 10\n10 20\n4 15\n",
        "3 2\n0 6\n6 12\n3 10\n",
        "5 3\n0 8\n8 16\n16 24\n5 14\n12 20\n",
        "4 2\n0 9\n2 12\n10 19\n18 20\n",
        "4 3\n0 4\n4 8\n8 12\n2 10\n",
        "5 2\n0 10\n10 20\n20 30\n5 17\n14 25\n",
    ]
    return [stairs, line(100, 33) + "".join(line(*s) for s in steps), *traps]


def _shuffled_fences(r, count):
    spans = (sorted(r.sample(range(30), 2)) for _ in range(count))
    return line(count, r.randint(2, 4)) + "".join(line(*s) for s in spans)


AT_BOUNDS = {
    "quiet-stretch": _quiet,
    "locker-code": _locker,
    "busy-days": _busy,
    "parcel-relay": _relay,
    "tide-walk": _tide,
    "balanced-signal": _balanced,
    "rota-with-gaps": _rota,
    "signal-towers": _towers,
    "coupon-cover": _coupons,
    "mirror-pieces": _mirror,
    "roads-at-half-price": _half,
    "a-borrowed-pens": _pens,
    "b-ring-of-cards": _ring,
    "c-so-many-inversions": _inversions,
    "d-visits": _visits,
    "e-melodies": _melodies,
    "f-twins-in-range": _twins,
    "a-slow-clock": _clock,
    "b-socks-in-order": _socks,
    "c-dim-lanterns": _lanterns,
    "d-close-in-bits": _bits,
    "e-even-roads": _even,
    "f-fence-painting": lambda r: _fences(r) + [_shuffled_fences(r, n) for n in itertools.repeat(8, 12)],
}
