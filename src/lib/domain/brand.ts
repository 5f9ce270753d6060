/** A type that only its parser can make, so that checked values are not checked again. */
declare const brand: unique symbol;
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };
