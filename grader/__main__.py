"""``python -m grader`` is the ``kata`` command."""

from grader.cli.main import main

if __name__ == "__main__":
    main()
