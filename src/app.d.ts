declare global {
  namespace App {
    interface Error {
      message: string;
      /** Problem code, if messages exist for it. */
      code?: string;
    }
  }
}

export {};
