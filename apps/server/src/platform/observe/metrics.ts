/** Prometheus metrics by OpenTelemetry. No tenant in any label: their number has no bound. */
import { metrics as api } from '@opentelemetry/api'
import { PrometheusExporter, PrometheusSerializer } from '@opentelemetry/exporter-prometheus'
import { AggregationType, MeterProvider } from '@opentelemetry/sdk-metrics'
import type { FastifyInstance } from 'fastify'
import { monitorEventLoopDelay } from 'node:perf_hooks'

const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

export interface Metrics {
  /** Counts and times every request of a server. */
  watch(http: FastifyInstance): void
  gauge(name: string, description: string, read: () => number): void
  text(): Promise<string>
  close(): Promise<void>
}

export function createMetrics(): Metrics {
  const exporter = new PrometheusExporter({ preventServerStart: true })
  const provider = new MeterProvider({
    readers: [exporter],
    views: [
      {
        instrumentName: '*_seconds',
        aggregation: { type: AggregationType.EXPLICIT_BUCKET_HISTOGRAM, options: { boundaries: seconds } },
      },
    ],
  })
  const meter = provider.getMeter('tenantry')
  const requests = meter.createHistogram('http_request_duration_seconds', {
    description: 'Time to answer a request',
    unit: 's',
  })
  const delay = monitorEventLoopDelay({ resolution: 20 })
  delay.enable()
  const gauge: Metrics['gauge'] = (name, description, read) =>
    meter.createObservableGauge(name, { description }).addCallback((result) => result.observe(read()))
  gauge('process_resident_memory_bytes', 'Resident memory of the server process', () => process.memoryUsage.rss())
  gauge('nodejs_eventloop_delay_p99_seconds', 'Event loop delay, 99th percentile since the last reading', () => {
    const p99 = delay.percentile(99) / 1e9
    delay.reset()
    return p99
  })
  // Without what it says of the process: whoever scrapes it names the target.
  const serializer = new PrometheusSerializer('', false, undefined, true)
  return {
    watch: (http) =>
      void http.addHook('onResponse', (request, reply, next) => {
        const route = request.routeOptions.url ?? 'none'
        requests.record(reply.elapsedTime / 1000, { method: request.method, route, status: reply.statusCode })
        next()
      }),
    gauge,
    async text() {
      const { resourceMetrics } = await exporter.collect()
      return serializer.serialize(resourceMetrics)
    },
    async close() {
      delay.disable()
      await provider.shutdown()
      api.disable()
    },
  }
}
