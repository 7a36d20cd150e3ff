"""What `make bench` measures: this judge beside a plain script that does the same work, in one run, as ratios."""
