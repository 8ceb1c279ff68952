"""The server behind `kg serve`: a SPARQL endpoint, canned queries as a web service, linked data, and the pages."""
