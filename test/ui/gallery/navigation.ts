/** Stands in for SvelteKit's module of that name: a gallery and a component rendered alone have no pages to go to. */
export function beforeNavigate(): void {}

export async function goto(): Promise<void> {}
