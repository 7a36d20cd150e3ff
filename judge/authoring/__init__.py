"""For authors: a scaffold that teaches, and checks that prove a problem."""
