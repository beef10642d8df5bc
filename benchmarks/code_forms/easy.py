"""LeetCode-like problems, easy."""
# ruff: noqa: E501  # a statement is one line a paragraph, an input one line

from __future__ import annotations

from problem import Problem


def quiet(readings, limit):
    n = len(readings)
    runs = (j - i for i in range(n) for j in range(i + 1, n + 1) if all(abs(x) <= limit for x in readings[i:j]))
    return max(runs, default=0)


def shift_back(code):
    for plain in ("".join(str((int(c) - i - 1) % 10) for i, c in enumerate(code)),):
        again = "".join(str((int(c) + i + 1) % 10) for i, c in enumerate(plain))
        assert again == code
        return plain


def busy(visitors, k):
    return [all(visitors[i] > visitors[j] for j in range(max(0, i - k), i)) for i in range(len(visitors))].count(True)


def meter(n):
    return sum(int(str(x)[-1]) > 0 and sum(map(int, str(x))) % int(str(x)[-1]) == 0 for x in range(1, n + 1))


PROBLEMS = [
    Problem(
        id="quiet-stretch",
        topic="arrays: one pass",
        difficulty="easy",
        stem="""A microphone notes one whole number a second, below zero as well as above. A second is quiet when the size of its number (without the sign) is at most limit. Return the length of the longest run of quiet seconds that follow one another; 0 if no second is quiet.

Example 1: readings = [3, -1, 2, 7, 0, -2], limit = 2 gives 2.
Example 2: readings = [5, -6], limit = 4 gives 0.

Constraints: 0 <= len(readings) <= 30000, -10^9 <= readings[i] <= 10^9, 0 <= limit <= 10^9.""",
        entry_point="Solution.longestQuiet",
        starter="class Solution:\n    def longestQuiet(self, readings: List[int], limit: int) -> int:\n",
        solution="""
            class Solution:
                def longestQuiet(self, readings, limit):
                    best = run = 0
                    for reading in readings:
                        run = run + 1 if abs(reading) <= limit else 0
                        best = max(best, run)
                    return best
            """,
        slow=quiet,
        edge=[[[3, -1, 2, 7, 0, -2], 2], [[5, -6], 4], [[], 3], [[0], 0], [[-3], 2], [[4, -4, 4], 4], [[1, 1, 9], 1]],
        small=lambda r: [[r.randint(-4, 4) for _ in range(r.randint(1, 12))], r.randint(0, 4)],
        large=lambda r: [[r.randint(-(10**9), 10**9) for _ in range(2000)], 9 * 10**8],
        wrong=[("<= limit", "< limit"), ("abs(reading)", "reading"), ("else 0", "else 1")],
    ),
    Problem(
        id="locker-code",
        topic="strings: arithmetic on digits",
        difficulty="easy",
        stem="""A locker code is written down in disguise: to its first digit 1 is added, to its second 2, to its third 3, and so on, and of each sum only the last digit is kept. Given the disguised code as a string of digits, return the true code as a string of the same length.

Example 1: code = "246" gives "123".
Example 2: code = "0000" gives "9876".

Constraints: 1 <= len(code) <= 10000, code holds only digits.""",
        entry_point="Solution.shiftBack",
        starter="class Solution:\n    def shiftBack(self, code: str) -> str:\n",
        solution="""
            class Solution:
                def shiftBack(self, code):
                    return "".join(str((int(c) - i) % 10) for i, c in enumerate(code, 1))
            """,
        slow=shift_back,
        edge=[["246"], ["0000"], ["0"], ["1"], ["9999999999"], ["00000000000"], ["12345678901"], ["1098765432109"]],
        small=lambda r: ["".join(r.choice("0123456789") for _ in range(r.randint(2, 25)))],
        large=lambda r: ["".join(r.choice("0123456789") for _ in range(3000))],
        wrong=[("enumerate(code, 1)", "enumerate(code)"), ("- i", "+ i"), ("- i)", "- i % 9)")],
    ),
    Problem(
        id="busy-days",
        topic="arrays: windows",
        difficulty="easy",
        stem="""A museum counts its visitors day by day. A day is busy when it had more visitors than each of the k days before it; where fewer than k days lie before it, more than each of those. The first day is always busy. Return how many days are busy.

Example 1: visitors = [5, 3, 4, 6], k = 1 gives 3.
Example 2: visitors = [2, 2, 2], k = 2 gives 1.

Constraints: 1 <= len(visitors) <= 3000, 0 <= visitors[i] <= 10^6, 1 <= k <= 50.""",
        entry_point="Solution.busyDays",
        starter="class Solution:\n    def busyDays(self, visitors: List[int], k: int) -> int:\n",
        solution="""
            class Solution:
                def busyDays(self, visitors, k):
                    busy = 0
                    for day, count in enumerate(visitors):
                        before = visitors[max(0, day - k):day]
                        busy += all(count > other for other in before)
                    return busy
            """,
        slow=busy,
        edge=[[[5, 3, 4, 6], 1], [[2, 2, 2], 2], [[0], 5], [[1, 2, 3, 4], 50], [[4, 3, 2, 1], 3], [[5, 1, 1, 5, 6], 3]],
        small=lambda r: [[r.randint(0, 6) for _ in range(r.randint(2, 14))], r.randint(1, 5)],
        large=lambda r: [[r.randint(0, 10**6) for _ in range(2000)], r.randint(1, 50)],
        wrong=[("count > other", "count >= other"), ("max(0, day - k)", "day - k"), ("day - k)", "day - k + 1)")],
        smalls=16,
    ),
    Problem(
        id="meter-numbers",
        topic="numbers: digits",
        difficulty="easy",
        stem="""Call a positive whole number a meter number when its last digit is not 0 and divides the sum of all its digits. Given n, return how many meter numbers there are from 1 to n.

Example 1: n = 12 gives 10 (1 to 9 and 11).
Example 2: n = 1 gives 1.

Constraints: 1 <= n <= 20000.""",
        entry_point="Solution.meterNumbers",
        starter="class Solution:\n    def meterNumbers(self, n: int) -> int:\n",
        solution="""
            class Solution:
                def meterNumbers(self, n):
                    found = 0
                    for number in range(1, n + 1):
                        last, total, rest = number % 10, 0, number
                        while rest:
                            total += rest % 10
                            rest //= 10
                        found += last != 0 and total % last == 0
                    return found
            """,
        slow=meter,
        edge=[[12], [1], [9], [10], [11], [19], [20], [99], [100], [101], [20000]],
        small=lambda r: [r.randint(2, 3000)],
        large=lambda r: [r.randint(15000, 20000)],
        wrong=[("n + 1", "n"), ("total % last == 0", "last % max(total, 1) == 0"), ("10, 0, number", "10, 1, number")],
    ),
]
