import type { Duck } from './peers.ts';

/** The facets as DuckDB counts them: one statement over the rows, one over their words. */
export async function countIn(duck: Duck, condition: string): Promise<number> {
  const rows = await duck.ask(`
    WITH found AS MATERIALIZED (SELECT * FROM indicator WHERE ${condition})
    SELECT 'type', type::VARCHAR AS name, count(*) FROM found GROUP BY 2
    UNION ALL SELECT 'score', (score // 10)::VARCHAR, count(*) FROM found GROUP BY 2
    UNION ALL SELECT 'vendors', vendors::VARCHAR, count(*) FROM found GROUP BY 2
    UNION ALL SELECT 'expires', (expires // 604800000)::VARCHAR, count(*) FROM found GROUP BY 2
    UNION ALL SELECT 'word', name, count(*) FROM word SEMI JOIN found USING (id) GROUP BY 2`);
  return rows.length;
}
