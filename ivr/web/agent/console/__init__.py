"""The console of the people: the agent's page and the supervisor's wall, over a floor."""
