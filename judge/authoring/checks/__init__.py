"""What is proved of a problem, a file for each part of it; each check gives remarks and never stops at the first."""
