import type { ReactElement } from 'react';
import type { IndicatorId } from '#shared/model/ids.ts';
import type { VendorCard } from '#shared/model/vendor-detail.ts';
import { useVendorCards } from '../../bridge/use-details.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Loading } from '../../components/Loading.tsx';
import { EstatePart } from './EstatePart.tsx';
import { RefreshBar } from './RefreshBar.tsx';
import { VendorCardView } from './VendorCardView.tsx';
import './vendor-details.css';

/** An answer that is about hosts only stands above already. */
function hasMore({ detail }: VendorCard): boolean {
  return detail === null || detail.estate === null || detail.sections.length > 0;
}

/** What vendors say when they are asked about this one indicator: kept, so there without a network too. */
export function VendorDetails(props: { readonly id: IndicatorId }): ReactElement {
  const { data, error, isPending, refetch } = useVendorCards(props.id);
  if (isPending) return <Loading lines={6} />;
  if (error !== null) return <ErrorNote error={error} onRetry={() => void refetch()} />;
  if (data.length === 0) {
    return (
      <p className="muted detail-empty">
        No connection can be asked about an indicator of this kind. Datadog, Falcon and VirusTotal can, once connected.
      </p>
    );
  }
  return (
    <>
      <RefreshBar id={props.id} cards={data} />
      <EstatePart cards={data} />
      {data.filter(hasMore).map((card) => (
        <VendorCardView key={`${card.connectionId} ${card.inquiry}`} card={card} />
      ))}
    </>
  );
}
