export default '_count' as const;
