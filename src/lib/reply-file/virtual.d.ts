declare module 'virtual:reply-page' {
  const page: { readonly script: string; readonly style: string; readonly notices: string };
  export default page;
}

declare module 'virtual:reply-page/*' {
  const texts: { readonly script: string; readonly noScript: string };
  export default texts;
}
