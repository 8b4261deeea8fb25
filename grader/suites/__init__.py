"""One folder an exercise: its name and place, its cases and probes, its checks, its misconceptions."""
