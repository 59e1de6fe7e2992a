"""PostgreSQL of our own takes its share of the machine, on a small one as on a large one."""

import pytest

from ops import sizing

GIGABYTE = 1024**3


SIZES = [(1, "128MB", "4MB"), (4, "512MB", "8MB"), (16, "2048MB", "32MB"), (512, "8192MB", "64MB")]


@pytest.mark.parametrize(("gigabytes", "buffers", "work"), SIZES)
def test_its_cache_and_its_sorts_grow_with_the_machine_up_to_a_bound(gigabytes, buffers, work):
    found = sizing.settings(gigabytes * GIGABYTE)
    assert (found["shared_buffers"], found["work_mem"]) == (buffers, work)


def test_forty_connections_that_sort_leave_memory_for_the_others():
    for gigabytes in (2, 4, 8, 64):
        found = sizing.settings(gigabytes * GIGABYTE)
        taken = int(found["shared_buffers"][:-2]) + 40 * int(found["work_mem"][:-2])
        assert taken * sizing.MEGABYTE <= gigabytes * GIGABYTE / 4


def test_the_limit_of_a_container_counts(tmp_path, monkeypatch):
    limit = tmp_path / "memory.max"
    monkeypatch.setattr(sizing, "CGROUP_LIMIT", limit)
    whole = sizing.memory()
    limit.write_text("max\n")
    assert sizing.memory() == whole
    limit.write_text("536870912\n")
    assert sizing.memory() == GIGABYTE // 2
