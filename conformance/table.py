"""What was expected and what was seen: one count for all the checks of a run."""

from collections import defaultdict


class Table:
    """Printed by kind of check, with every surprise."""

    def __init__(self):
        self.rows = defaultdict(list)

    def expect(self, check, subject, good, said):
        self.rows[check].append((subject, bool(good), said))

    def print(self):
        passed = failed = 0
        width = max(map(len, self.rows))
        for check, rows in self.rows.items():
            good = [row for row in rows if row[1]]
            bad = [row for row in rows if not row[1]]
            passed, failed = passed + len(good), failed + len(bad)
            said = good[0][2] if good else ""
            print(f"{'ok ' if not bad else 'BAD'}  {check:<{width}}  {len(good):>3}/{len(rows):<3}  {said}")
            for subject, _, why in bad:
                print(f"     ✗ {subject}: {why}")
        print(f"\n{passed} passed, {failed} failed", flush=True)
        return failed == 0
