"""One key from the terminal. Unlike `click.getchar`, keys that were pressed while the program was busy are not lost."""

from __future__ import annotations

import os
import select
import sys


def read_key() -> str:
    """The next key: a character, or the escape sequence of an arrow or another such key."""
    import termios
    import tty

    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    try:
        tty.setcbreak(descriptor, termios.TCSANOW)
        key = os.read(descriptor, 1)
        if key == b"\x1b" and select.select([descriptor], [], [], 0.05)[0]:
            key += os.read(descriptor, 8)
    finally:
        termios.tcsetattr(descriptor, termios.TCSANOW, before)
    return key.decode("utf-8", "replace") or "q"  # the terminal is gone
