/** Replaces jsPDF's modules for web pages and SVG, which forms do not need. */
export default undefined;
