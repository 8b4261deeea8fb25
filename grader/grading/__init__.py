"""Many submissions: find them, observe each in the sandbox, judge, and keep the results as they come."""
