"""Who may come in: agents, supervisors, administrators; how they sign in, and what they opened."""
