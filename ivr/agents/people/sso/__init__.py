"""Single sign-on by OpenID Connect: the city's own accounts open the desk; what somebody may do there stays ours."""
