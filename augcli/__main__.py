"""Let ``python -m augcli`` be the same as ``augcli``."""

from augcli.cli import main

if __name__ == "__main__":
    main()
