"""`python -m levelhip.cli`, the same as `levelhip`."""

from levelhip.cli import main

if __name__ == "__main__":
    main()
