solve = lambda members, plays: members
