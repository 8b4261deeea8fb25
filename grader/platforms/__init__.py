"""What platforms that run autograders of their own are given: packages made from the kit, and what they run."""
