"""Exit statuses of the command line (docs/cli.md)."""

DONE, FAILED, MISUSED, REFUSED = 0, 1, 2, 3
