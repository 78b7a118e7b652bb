import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

export const registry = new Registry();
collectDefaultMetrics({ register: registry });

const requests = new Histogram({
  name: 'http_request_duration_seconds',
  help: 'Time to answer, by route',
  labelNames: ['method', 'route', 'status'],
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
  registers: [registry],
});

export function observeRequest(method: string, route: string, status: number, seconds: number): void {
  requests.observe({ method, route, status: String(status) }, seconds);
}

export const pushedEvents = new Counter({ name: 'events_pushed_total', help: 'Changes pushed to sockets', registers: [registry] });
export const openSockets = new Gauge({ name: 'sockets_open', help: 'Sockets connected', registers: [registry] });
export const outboxAge = new Gauge({ name: 'outbox_age_seconds', help: 'Age of the newest change when it was pushed: alarm above 1', registers: [registry] });
