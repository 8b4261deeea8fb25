"""What a learner's run consists of, whoever starts it: one module checked in this process, its report, the progress."""
