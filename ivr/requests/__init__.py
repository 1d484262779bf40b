"""THE CITY'S WORK: service requests from intake to closing, in Open311's words."""
