/** CouchDB's built-in reducer, counted inside the index. */
export default '_count' as const;
