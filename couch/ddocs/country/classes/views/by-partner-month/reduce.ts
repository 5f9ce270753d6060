/** CouchDB's own reducer, counted inside the index. */
export default '_count' as const;
