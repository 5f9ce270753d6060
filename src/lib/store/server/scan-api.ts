import type { Piece } from '#lib/domain/file/pieces.ts';
import type { ScanRequest } from '#lib/domain/file/scan.ts';
import type { Result } from '#lib/domain/result.ts';
import { callServer, type ServerLine } from './call-server.ts';
import { fetchPiece } from './file-transfer.ts';

/** The answer names the pieces that the server does not have. */
export function declareScan(
  line: ServerLine,
  sha256: string,
  body: ScanRequest
): Promise<Result<{ readonly missing: readonly number[] }>> {
  return callServer(line, { method: 'PUT', path: scanPath(sha256), body });
}

export function sendScanPiece(
  line: ServerLine,
  sha256: string,
  number: number,
  body: Piece
): Promise<Result<null>> {
  return callServer(line, { method: 'PUT', path: `${scanPath(sha256)}/${number}`, body });
}

export function fetchScanPiece(line: ServerLine, sha256: string, number: number): Promise<Blob | null> {
  return fetchPiece(line, `${scanPath(sha256)}/${number}`);
}

function scanPath(sha256: string): string {
  return `/api/files/${sha256}`;
}
