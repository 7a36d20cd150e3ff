"""The full-screen session: widgets around what judge.render draws, which own no rules."""
