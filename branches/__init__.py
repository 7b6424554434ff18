"""People and places: branches, members, offices and the register of standing interests."""
