"""``python -m workmodel PLAN``: the command line."""

from workmodel.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
