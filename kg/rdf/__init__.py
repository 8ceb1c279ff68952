"""How things are spelled in RDF: namespaces, literals, minted addresses, file formats. Terms are pyoxigraph's."""
