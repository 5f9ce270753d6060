declare module 'memdown' {
  const MemoryLevel: new (location: string) => Record<string, unknown>;
  export default MemoryLevel;
}
