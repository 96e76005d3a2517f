import * as z from 'zod';
import { importLimitBytes } from '../model/limits.ts';

/** A file on its way: its name is for the eyes, its bytes follow in pieces. No path crosses. */
export const fileOpenSchema = z.strictObject({
  name: z.string().trim().min(1).max(255),
  sizeBytes: z.number().int().min(0).max(importLimitBytes),
});

/** The number under which main keeps a file. */
export const fileRefSchema = z.strictObject({ id: z.number().int().positive() });

/** A piece of a file, at most half a megabyte of bytes. */
export const filePieceSchema = fileRefSchema.extend({ base64: z.base64().min(4).max(699_052) });
