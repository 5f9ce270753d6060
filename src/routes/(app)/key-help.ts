import { createContext } from 'svelte';

export const [getKeyHelp, setKeyHelp] = createContext<() => void>();
