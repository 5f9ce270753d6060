/** The second part of a language; locale-split.ts divides the file when the browser's build is made. */
declare module '*?late';
