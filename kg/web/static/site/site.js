// Keys, suggestions, links between words and claims: small helps; every page works without them.
