/** Later parts of a language; locale-split.ts divides the file in the browser build. */
declare module '*?problems';
declare module '*?dossiers';
declare module '*?training';
declare module '*?comparisons';
declare module '*?outreach';
declare module '*?desks';
declare module '*?matching';
