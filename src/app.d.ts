declare global {
  namespace App {
    interface Error {
      message: string;
      /** A problem code, when the failure is one the messages know. */
      code?: string;
    }
  }
}

export {};
