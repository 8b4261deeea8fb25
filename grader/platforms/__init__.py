"""Course platforms: what the kit writes so that it runs there."""
