// Cytoscape with the one layout that is used beside its own.
import cytoscape from "cytoscape";
import fcose from "cytoscape-fcose";

cytoscape.use(fcose);
export default cytoscape;
