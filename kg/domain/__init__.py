"""Values passed between stages; standard library only."""
