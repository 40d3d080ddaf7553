"""`python -m adversescan` is the same as `adversescan`."""

from adversescan.cli import main

if __name__ == "__main__":
    main()
