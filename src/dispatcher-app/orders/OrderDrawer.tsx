// One order: what it is, what held when it was made and what holds now, its money, what was thought of it, its history.
import { Button, Drawer, Rate } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { OrderView } from '../../contract/orders.js';
import { useOperation } from '../../ui/api/hooks.js';
import { MoneyText, PathNames, PhoneText, ProblemNote, StateTag, Time } from '../../ui/components/small.js';
import { shortTime } from '../../ui/format/dates.js';
import { useSession } from '../session.js';
import { Note } from './CallerNotes.js';
import { OrderActions } from './OrderActions.js';
import { OrderHistory } from './OrderHistory.js';
import { OrderState } from './OrderState.js';

export function OrderDrawer({ id, onClose }: { id: number | null; onClose(): void }) {
  const { t } = useTranslation('orders');
  return (
    <Drawer open={id !== null} onClose={onClose} size={480} title={t('drawer.title', { id })} mask={false} destroyOnHidden>
      {id !== null && <Details key={id} id={id} />}
    </Drawer>
  );
}

function Details({ id }: { id: number }) {
  const { t } = useTranslation('orders');
  const { can } = useSession();
  const order = useOperation('getOrder', { id }, { watch: [`order:${id}`] });
  if (order.error) return <ProblemNote error={order.error} onRetry={() => void order.refetch()} />;
  const data = order.data;
  if (!data) return null;
  return (
    <div className="column order-details">
      <div className="row wrap"><OrderState order={data} />{data.preliminary && <StateTag tone="plain">{t('preliminary')}</StateTag>}{data.prize && <StateTag tone="fine">{t('terms.prize')}</StateTag>}<span className="soft">{t('drawer.since', { at: shortTime(data.stateAt) })}</span></div>
      <OrderActions order={data} />
      <Facts order={data} />
      <MoneyParts order={data} />
      <Then order={data} />
      <Notes id={id} />
      <FeedbackList id={id} />
      <Messages id={id} />
      {can('history.see') && <OrderHistory id={id} />}
    </div>
  );
}

function Facts({ order }: { order: OrderView }) {
  const { t } = useTranslation('orders');
  const line = (name: string, value: React.ReactNode) => (value === null || value === '' ? null : <><dt>{t(`field.${name}`)}</dt><dd>{value}</dd></>);
  return (
    <dl className="facts">
      {line('when', shortTime(order.at))}
      {line('passenger', order.passenger)}
      {line('phone', order.phone && <PhoneText number={order.phone} />)}
      {line('route', <div className="pre">{order.addresses.map(({ address }) => address).join('\n')}</div>)}
      {line('crew', [order.driver, order.car, order.crewId && `№ ${order.crewId}`].filter(Boolean).join(', '))}
      {line('comment', order.comment)}
      {line('costCentre', order.costCentre)}
      {line('source', t(`source.${order.source}`, { defaultValue: order.source }))}
      {line('endReason', order.endReason)}
      {line('made', shortTime(order.createdAt))}
    </dl>
  );
}

function MoneyParts({ order }: { order: OrderView }) {
  const { t } = useTranslation('orders');
  const parts = (['bonus', 'cashless', 'cash', 'card'] as const).filter((kind) => Number(order.parts[kind].amount) > 0);
  return (
    <>
      <h3>{t('drawer.money')}</h3>
      <dl className="facts">
        <dt>{t('drawer.price')}</dt><dd><MoneyText money={order.price} /></dd>
        {Number(order.discountSum.amount) > 0 && <><dt>{t('terms.discount')}</dt><dd><MoneyText money={order.discountSum} /> {order.discount?.name}</dd></>}
        <dt>{t('drawer.total')}</dt><dd><strong><MoneyText money={order.total} /></strong></dd>
        {parts.map((kind) => <div key={kind} className="pair"><dt>{t(`pay.${kind}`)}</dt><dd><MoneyText money={order.parts[kind]} /></dd></div>)}
        {Number(order.penalty.amount) > 0 && <><dt>{t('drawer.penalty')}</dt><dd><MoneyText money={order.penalty} /></dd></>}
      </dl>
    </>
  );
}

/** O-10: what held when it was made beside what holds now. */
function Then({ order }: { order: OrderView }) {
  const { t } = useTranslation('orders');
  const navigate = useNavigate();
  const now = useOperation('getClient', { id: order.customer.id }, { watch: [`client:${order.customer.id}`] });
  const path = now.data ? [...now.data.path, { id: now.data.id, name: now.data.name }] : null;
  const same = path && path.map(({ id, name }) => `${id} ${name}`).join() === order.path.map(({ id, name }) => `${id} ${name}`).join();
  const go = ({ id }: { id: number }) => void navigate(`/clients?client=${id}`);
  return (
    <>
      <h3>{t('drawer.then')}</h3>
      <dl className="facts">
        <dt>{t('drawer.path')}</dt><dd><PathNames path={order.path} onGo={go} /></dd>
        {path && !same && <><dt>{t('drawer.pathNow')}</dt><dd><PathNames path={path} onGo={go} /></dd></>}
        <dt>{t('field.client')}</dt><dd><Button type="link" className="path-link" onClick={() => go(order.payer)}>{order.payer.name}</Button></dd>
        <dt>{t('drawer.group')}</dt><dd>{order.group.name}</dd>
        <dt>{t('terms.tariff')}</dt><dd>{order.tariff?.name ?? '—'}</dd>
        {order.crewGroup && <><dt>{t('field.crewGroup')}</dt><dd>{order.crewGroup.name}</dd></>}
        {order.dailyOrderId !== null && <><dt>{t('drawer.daily')}</dt><dd><Button type="link" className="path-link" onClick={() => void navigate(`/orders/daily/${order.dailyOrderId}`)}>№ {order.dailyOrderId}</Button></dd></>}
      </dl>
    </>
  );
}

function Notes({ id }: { id: number }) {
  const { t } = useTranslation('orders');
  const { data } = useOperation('getOrderNotes', { id }, { watch: [`order:${id}`, 'clientNote'] });
  if (!data || data.items.length === 0) return null;
  return (
    <>
      <h3>{t('notes.title')}</h3>
      {data.items.map((note) => <Note key={`${note.client.id} ${note.id}`} note={note} />)}
      {data.acknowledgements.map(({ noteId, crew, at }) => <div key={`${noteId} ${crew.id} ${at}`} className="soft">{t('notes.acknowledged', { crew: crew.name })} <Time at={at} /></div>)}
    </>
  );
}

function FeedbackList({ id }: { id: number }) {
  const { t } = useTranslation('orders');
  const { data } = useOperation('listFeedback', { id }, { watch: [`order:${id}`] });
  if (!data || data.items.length === 0) return null;
  return (
    <>
      <h3>{t('drawer.feedback')}</h3>
      {data.items.map(({ author, at, stars, comment }) => (
        <div key={`${author} ${at}`} className="column">
          <span className="row"><span>{t(`author.${author}`)}</span><Rate disabled value={stars} aria-label={t('drawer.stars', { count: stars })} /><Time at={at} /></span>
          {comment && <span className="pre">{comment}</span>}
        </div>
      ))}
    </>
  );
}

function Messages({ id }: { id: number }) {
  const { t } = useTranslation('orders');
  const { data } = useOperation('listOrderMessages', { id, limit: 20 }, { watch: [`order:${id}`] });
  if (!data || data.items.length === 0) return null;
  return (
    <>
      <h3>{t('drawer.messages')}</h3>
      <ul className="plain-list">
        {data.items.map(({ id: message, channel, recipient, status, createdAt, lastError }) => (
          <li key={message} className="row"><StateTag tone={status === 'failed' ? 'cannot' : status === 'sent' ? 'fine' : 'plain'}>{t(`messageState.${status}`)}</StateTag><span>{channel === 'sms' ? 'SMS' : 'E-mail'} {recipient}</span><Time at={createdAt} />{lastError && <span className="soft clip">{lastError}</span>}</li>
        ))}
      </ul>
    </>
  );
}
