"""Put one JSON value on each line, in place."""

from __future__ import annotations

from contamination.corpora.batch import Bytes, Ints
from contamination.corpora.json_lines.vector import kernel

IN_ARRAY, DEPTH, IN_STRING, ESCAPED, STATE = 0, 1, 2, 3, 4
_SPACE, _FEED = 0x20, 0x0A


@kernel
def one_value_a_line(data: Bytes, state: Ints) -> None:
    """Rewrite line feeds to spaces inside of values, and what parts two values to a line feed.

    `state` carries over from one block of the file to the next: whether the file is one array, the depth of
    nesting, whether the block ended inside of a string and after a backslash.
    """
    in_array, depth, in_string, escaped = state[0] != 0, state[1], state[2] != 0, state[3] != 0
    outer = 1 if in_array else 0
    for i in range(len(data)):
        byte = data[i]
        if in_string:
            if escaped:
                escaped = False
            elif byte == 0x5C:
                escaped = True
            elif byte == 0x22:
                in_string = False
            elif byte == _FEED:
                data[i] = _SPACE
        elif byte == 0x22:
            in_string = True
        elif byte == 0x7B or byte == 0x5B:
            depth += 1
            if in_array and depth == 1:
                data[i] = _SPACE
        elif byte == 0x7D or byte == 0x5D:
            depth -= 1
            if depth < outer and in_array:
                data[i] = _SPACE
        elif depth <= outer and byte == 0x2C:
            data[i] = _FEED
        elif byte == _FEED and (depth > outer or in_array):
            data[i] = _SPACE
    state[1], state[2], state[3] = depth, in_string, escaped
