package serve

import (
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"intenthmm/hmm/intent"
	"intenthmm/hmm/live"
)

// metrics are the figures of one server, in a registry of its own.
type metrics struct {
	handler   http.Handler
	requests  *prometheus.HistogramVec // seconds, by route and status
	push      prometheus.Histogram     // seconds
	surprise  prometheus.Histogram     // nats
	unknown   prometheus.Histogram     // share of the words
	doubts    *prometheus.CounterVec   // by doubt
	repeated  prometheus.Counter
	restarted prometheus.Counter
	problems  *prometheus.CounterVec // by code
	streams   prometheus.Gauge
	dropped   prometheus.Counter
	reloads   *prometheus.CounterVec // by result
	model     *prometheus.GaugeVec
}

// seconds are the bounds of latencies: from what a push in memory takes to what a stuck store does.
var seconds = []float64{.0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}

func newMetrics(k *live.Keeper) *metrics {
	m := &metrics{
		requests:  prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "intenthmm_request_seconds", Help: "Time to answer requests, streams included.", Buckets: seconds}, []string{"route", "status"}),
		push:      prometheus.NewHistogram(prometheus.HistogramOpts{Name: "intenthmm_push_seconds", Help: "Time from a turn's arrival to its answer.", Buckets: seconds}),
		surprise:  prometheus.NewHistogram(prometheus.HistogramOpts{Name: "intenthmm_turn_surprise_nats", Help: "Surprise of turns; impossible ones are infinite.", Buckets: []float64{1, 2, 5, 10, 20, 30, 50, 75, 100, 150, 200, 500, 1000}}),
		unknown:   prometheus.NewHistogram(prometheus.HistogramOpts{Name: "intenthmm_turn_unknown_share", Help: "Share of each turn that the model does not know.", Buckets: []float64{0, .1, .2, .3, .4, .5, .6, .7, .8, .9, 1}}),
		doubts:    prometheus.NewCounterVec(prometheus.CounterOpts{Name: "intenthmm_turn_doubts_total", Help: "Turns at which the model is to be doubted, by reason."}, []string{"doubt"}),
		repeated:  prometheus.NewCounter(prometheus.CounterOpts{Name: "intenthmm_turns_repeated_total", Help: "Turns that came again and were not counted twice."}),
		restarted: prometheus.NewCounter(prometheus.CounterOpts{Name: "intenthmm_sessions_restarted_total", Help: "Sessions that began anew at a turn because their model is not loaded any more."}),
		problems:  prometheus.NewCounterVec(prometheus.CounterOpts{Name: "intenthmm_problems_total", Help: "Requests that came to an error, by its code."}, []string{"code"}),
		streams:   prometheus.NewGauge(prometheus.GaugeOpts{Name: "intenthmm_streams", Help: "Event streams that are open."}),
		dropped:   prometheus.NewCounter(prometheus.CounterOpts{Name: "intenthmm_streams_dropped_total", Help: "Event streams that were ended because the client was too slow."}),
		reloads:   prometheus.NewCounterVec(prometheus.CounterOpts{Name: "intenthmm_model_reloads_total", Help: "Times that the model was read again, by result."}, []string{"result"}),
		model:     prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "intenthmm_model_info", Help: "The model that new sessions begin with."}, []string{"model", "states", "observes"}),
	}
	registry := prometheus.NewRegistry()
	registry.MustRegister(m.requests, m.push, m.surprise, m.unknown, m.doubts, m.repeated, m.restarted, m.problems, m.streams, m.dropped, m.reloads, m.model,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	if _, counted := k.Len(); counted {
		registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "intenthmm_sessions", Help: "Sessions in the store."}, func() float64 {
			n, _ := k.Len()
			return float64(n)
		}))
	}
	m.handler = promhttp.HandlerFor(registry, promhttp.HandlerOpts{Registry: registry})
	m.loaded(k)
	return m
}

// serve answers GET /metrics.
func (m *metrics) serve(w http.ResponseWriter, r *http.Request) error {
	m.handler.ServeHTTP(w, r)
	return nil
}

// pushed counts a turn and its answer.
func (m *metrics) pushed(a *intent.Answer, took time.Duration) {
	m.push.Observe(took.Seconds())
	if a.Repeated {
		m.repeated.Inc()
		return
	}
	m.surprise.Observe(surpriseOf(a))
	m.unknown.Observe(a.Unknown)
	for _, doubt := range a.Doubts {
		m.doubts.WithLabelValues(doubt).Inc()
	}
}

// loaded tells which model is the current one.
func (m *metrics) loaded(k *live.Keeper) {
	model, name := k.Model()
	m.model.Reset()
	m.model.WithLabelValues(name, strconv.Itoa(len(model.States)), string(model.Encoder.Options.Observe)).Set(1)
}

func (m *metrics) reloaded(err error) {
	result := "done"
	if err != nil {
		result = "failed"
	}
	m.reloads.WithLabelValues(result).Inc()
}

// surpriseOf is that of a turn in nats, +Inf where JSON has null.
func surpriseOf(a *intent.Answer) float64 {
	if a.Surprise == nil {
		return math.Inf(1)
	}
	return *a.Surprise
}
