"""``python -m grader`` is the ``kata`` command."""

from grader.doors.cli import main

if __name__ == "__main__":
    main()
