/** The later parts of a language; locale-split.ts divides the file when the browser's build is made. */
declare module '*?problems';
declare module '*?dossiers';
declare module '*?training';
declare module '*?comparisons';
declare module '*?outreach';
declare module '*?desks';
declare module '*?matching';
