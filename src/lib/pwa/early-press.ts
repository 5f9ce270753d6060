/** Signals that the page is hydrated. `static/start.js` then repeats a press on a button of the prerendered page. */
export function tellPageIsHeard(): void {
  document.dispatchEvent(new Event('i2es:heard'));
}
