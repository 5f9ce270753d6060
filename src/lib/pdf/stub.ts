/** Stands in the bundle for what jsPDF loads to draw web pages and SVG: the forms need neither. */
export default undefined;
