#include "processor/monitoring/vitals.h"

#include "processor/monitoring/process_memory.h"
#include "processor/monitoring/readiness.h"

namespace sonolist::processor {
namespace {

using metrics::Kind;
using Seconds = std::chrono::duration<double>;

double unix_time() {
  return Seconds(std::chrono::system_clock::now().time_since_epoch()).count();
}

}  // namespace

Vitals::Vitals(std::chrono::seconds patience, SteadyClock clock)
    : patience_(patience), clock_(std::move(clock)), started_(unix_time()) {}

WorklistHealth& Vitals::add_worklist(const std::string& url) {
  const std::lock_guard<std::mutex> lock(mutex_);
  return worklists_.emplace_back(url, clock_);
}

Vitals::ShownEngine::ShownEngine(Vitals& vitals, const InferenceEngine& engine) : vitals_(vitals) {
  const std::lock_guard<std::mutex> lock(vitals_.mutex_);
  vitals_.engine_ = &engine;
}

Vitals::ShownEngine::~ShownEngine() {
  const std::lock_guard<std::mutex> lock(vitals_.mutex_);
  vitals_.engine_ = nullptr;
}

std::optional<std::string> Vitals::not_ready() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  std::vector<WorklistHealth::State> states;
  for (const WorklistHealth& worklist : worklists_) states.push_back(worklist.state());
  return reason_not_ready(engine_ != nullptr, states, patience_);
}

std::string Vitals::metrics() const {
  metrics::Exposition exposition;
  exposition.family("sonolist_processor_build_info", Kind::kGauge, "The version of the processor; always 1.");
  exposition.sample({{"version", SONOLIST_VERSION}}, 1);
  exposition.family("sonolist_processor_ready", Kind::kGauge, "1 when /health/ready says so.");
  exposition.sample({}, not_ready() ? 0 : 1);
  steps_.expose(exposition);
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (engine_ != nullptr) expose_engine(exposition);
    expose_worklists(exposition);
  }
  expose_process(exposition);
  return exposition.text();
}

void Vitals::expose_engine(metrics::Exposition& exposition) const {
  exposition.family("sonolist_processor_model_info", Kind::kGauge, "A model package that is loaded; always 1.");
  for (const model::Manifest* manifest : engine_->manifests()) {
    exposition.sample(
        {{"model", manifest->name}, {"version", manifest->version}, {"weights_sha256", manifest->weights_sha256}}, 1);
  }
  const BatchTotals totals = engine_->batch_totals();
  const auto counter = [&](const char* name, const char* help, std::uint64_t value) {
    exposition.family(name, Kind::kCounter, help);
    exposition.sample({}, static_cast<double>(value));
  };
  counter("sonolist_processor_batches_total", "Calls of a network.", totals.batches);
  counter("sonolist_processor_batch_pictures_total", "Pictures that went through a network.", totals.pictures);
  counter("sonolist_processor_batch_places_total",
          "Pictures that would have gone through, had every call been a largest batch: pictures / places is the fill.",
          totals.places);
  exposition.family("sonolist_processor_batch_largest", Kind::kGauge,
                    "Pictures of a largest batch; falls when the device runs out of memory.");
  exposition.sample({}, engine_->batch_frames());
}

void Vitals::expose_worklists(metrics::Exposition& exposition) const {
  const auto gauge = [&](const char* name, const char* help, const auto& value_of) {
    exposition.family(name, Kind::kGauge, help);
    for (const WorklistHealth& worklist : worklists_) {
      if (const std::optional<double> value = value_of(worklist.state())) {
        exposition.sample({{"worklist", worklist.url()}}, *value);
      }
    }
  };
  using State = WorklistHealth::State;
  gauge("sonolist_processor_worklist_up", "1 when the last request to the worklist was answered.",
        [](const State& state) { return std::optional<double>(state.answers ? 1 : 0); });
  gauge("sonolist_processor_worklist_answer_age_seconds", "Time since the last answer of the worklist.",
        [](const State& state) {
          return state.since_answer ? std::optional<double>(state.since_answer->count()) : std::nullopt;
        });
  gauge("sonolist_processor_event_channel_open", "1 while the worklist tells of new work by its event channel.",
        [](const State& state) { return std::optional<double>(state.channel_is_open ? 1 : 0); });
}

void Vitals::expose_process(metrics::Exposition& exposition) const {
  exposition.family("process_start_time_seconds", Kind::kGauge, "Start of the process, in seconds since 1970 UTC.");
  exposition.sample({}, started_);
  exposition.family("process_resident_memory_bytes", Kind::kGauge, "Resident memory of the process.");
  exposition.sample({}, static_cast<double>(resident_bytes()));
}

}  // namespace sonolist::processor
