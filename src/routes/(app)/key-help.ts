/** Lets a page below the shell open the shell's list of keys. */
import { createContext } from 'svelte';

export const [getKeyHelp, setKeyHelp] = createContext<() => void>();
