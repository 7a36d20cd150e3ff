"""Why an answer is wrong: the smallest data that shows it, the mistake that it behaves like, and what makes it slow."""
