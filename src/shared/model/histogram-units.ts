/** What histograms are made of; without the schema library, since reader threads start sooner that way. */

/** Times that indicators are counted over. */
export const histogramFields = ['last_seen', 'first_seen'] as const;
export type HistogramField = (typeof histogramFields)[number];

/** How wide a bucket is, in UTC: weeks begin on Monday, months are those of the calendar. */
export const histogramUnits = ['hour', 'day', 'week', 'month'] as const;
export type HistogramUnit = (typeof histogramUnits)[number];

/** Most buckets of a histogram. */
export const bucketLimit = 120;
