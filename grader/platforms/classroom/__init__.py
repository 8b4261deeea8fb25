"""GitHub Classroom: a template repository that GitHub checks at every push."""
