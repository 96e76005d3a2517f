import * as z from 'zod';

// Must be evaluated before the first schema is built: zod otherwise tries `new Function`, which the page's policy
// refuses and reports. Import this file before everything else.
z.config({ jitless: true });
