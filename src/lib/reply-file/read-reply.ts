/** A reply as it came back, by the text of its file or of its printed code; genuine only if its file signed it. */
import { parseFileReply, type FileReply } from '#lib/domain/reply-file/file-reply.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import { readCode } from '#lib/print-code/code-text.ts';
import { isReplyGenuine } from '#lib/crypto/verify.ts';

export async function readReply(text: string): Promise<Result<FileReply>> {
  const code = readCode(text);
  const read = code.ok && code.value.as === 'reply' ? accept(code.value.reply) : parseFileReply(text);
  if (!read.ok) return read;
  const isGenuine = await isReplyGenuine({ paper: read.value.paper, evidence: read.value });
  return isGenuine ? read : refuse({ code: 'evidence.signature' });
}
