"""`python -m tui`: the command line, where the script `saidby` is not on the path."""

from tui.cli.main import run

if __name__ == "__main__":
    run()
