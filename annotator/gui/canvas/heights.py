"""Running sums of piece heights: guessed until a piece is laid out, exact afterwards. A Fenwick tree, no Qt."""

from __future__ import annotations

from collections.abc import Iterable


class HeightIndex:
    """Heights of pieces in pixels, with sums and searches in O(log n)."""

    __slots__ = ("_heights", "_tree", "total")

    def __init__(self, heights: Iterable[int]) -> None:
        self._heights = list(heights)
        self.total = sum(self._heights)
        self._tree = [0, *self._heights]
        for index in range(1, len(self._tree)):
            parent = index + (index & -index)
            if parent < len(self._tree):
                self._tree[parent] += self._tree[index]

    def __len__(self) -> int:
        return len(self._heights)

    def __getitem__(self, index: int) -> int:
        return self._heights[index]

    def set(self, index: int, height: int) -> int:
        """Replace the height of a piece and return the difference."""
        change = height - self._heights[index]
        if change:
            self._heights[index] = height
            self.total += change
            node = index + 1
            while node < len(self._tree):
                self._tree[node] += change
                node += node & -node
        return change

    def top(self, index: int) -> int:
        """Return the sum of all heights before a piece."""
        total = 0
        while index > 0:
            total += self._tree[index]
            index &= index - 1
        return total

    def find(self, y: int) -> tuple[int, int]:
        """Return the piece at height `y` and the pixels inside it; below the end, the last piece."""
        position, rest = 0, max(0, y)
        step = 1 << (len(self._heights).bit_length() or 1)
        while step:
            following = position + step
            if following < len(self._tree) and self._tree[following] <= rest:
                position, rest = following, rest - self._tree[following]
            step >>= 1
        if position >= len(self._heights):
            last = len(self._heights) - 1
            return last, self._heights[last] + rest
        return position, rest
