"""How much memory our own PostgreSQL takes: from the machine's, which web, worker and broker share.

A server of your own is sized by hand; docs/operations.md has the same figures as a table.
"""

import os
from pathlib import Path

MEGABYTE = 1024**2
CGROUP_LIMIT = Path("/sys/fs/cgroup/memory.max")  # of a container; "max" without a limit


def memory() -> int:
    """Bytes that this machine, or the container around us, may use."""
    installed = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    try:
        return min(installed, int(CGROUP_LIMIT.read_text()))
    except (OSError, ValueError):
        return installed


def settings(available: int) -> dict[str, str]:
    """Settings of PostgreSQL for a machine with ``available`` bytes of memory.

    An eighth for its own cache, half is expected to hold pages of the disk; a sort takes a part that forty connections
    can take at once. ``random_page_cost`` is that of a disk without moving parts.
    """
    return {
        "shared_buffers": _within(available // 8, 128, 8_192),
        "effective_cache_size": _within(available // 2, 256, 65_536),
        "work_mem": _within(available // 512, 4, 64),
        "maintenance_work_mem": _within(available // 32, 64, 1_024),
        "max_wal_size": "4GB" if available >= 4_096 * MEGABYTE else "1GB",
        "random_page_cost": "1.1",
    }


def _within(size: int, least: int, most: int) -> str:
    """Whole megabytes between two bounds."""
    return f"{min(max(size // MEGABYTE, least), most)}MB"
