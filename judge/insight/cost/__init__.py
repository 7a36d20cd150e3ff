"""What an answer costs: its time at growing scale, how that grows, and what makes it grow."""
