// One file of a multipart request, at most 50 MiB.
import busboy from 'busboy';
import type { Request } from 'express';
import { AppError } from '../lib/app-error.js';
import type { Upload } from './operation.js';

export const MAX_UPLOAD_BYTES = 50 * 1024 * 1024;

export function readUpload(request: Request): Promise<Upload> {
  return new Promise((resolve, reject) => {
    let parser: busboy.Busboy;
    try {
      parser = busboy({ headers: request.headers, limits: { files: 1, fields: 20, fileSize: MAX_UPLOAD_BYTES, fieldSize: 10_000 }, defParamCharset: 'utf8' });
    } catch {
      reject(new AppError('request.media_type', 'Send the file as multipart/form-data.'));
      return;
    }
    let upload: Upload | null = null;
    let failure: AppError | null = null;
    parser.on('file', (_field, stream, { filename }) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('limit', () => {
        failure = new AppError('request.too_large', 'A file may have at most 50 MiB.');
        chunks.length = 0;
      });
      stream.on('close', () => {
        upload = { fileName: (filename ?? 'file').slice(0, 255), content: Buffer.concat(chunks) };
      });
    });
    parser.on('error', () => reject(new AppError('request.malformed', 'The multipart body cannot be read.')));
    parser.on('close', () => {
      if (failure) reject(failure);
      else if (upload) resolve(upload);
      else reject(new AppError('request.invalid', 'body/file is missing', { errors: [{ path: 'body/file', code: 'required', message: 'is missing' }] }));
    });
    request.pipe(parser);
  });
}
