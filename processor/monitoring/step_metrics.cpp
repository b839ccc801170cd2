#include "processor/monitoring/step_metrics.h"

namespace sonolist::processor {
namespace {

// Seconds: from a claim over the loopback address to a long cine on a slow CPU.
const std::vector<double> kBounds = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5,
                                     1,     2.5,    5,     10,   30,    60,   120, 300,  900};

constexpr const char* kNoFailure = "none";
constexpr const char* kUnknownModel = "unknown";

const char* to_string(StepOutcome outcome) {
  switch (outcome) {
    case StepOutcome::kCompleted:
      return "completed";
    case StepOutcome::kCanceled:
      return "canceled";
    case StepOutcome::kHandedBack:
      return "handed_back";
    case StepOutcome::kLost:
      return "lost";
  }
  return "lost";
}

const char* to_string(FailureClass failure_class) {
  switch (failure_class) {
    case FailureClass::kTransient:
      return "transient";
    case FailureClass::kInput:
      return "input";
    case FailureClass::kConfiguration:
      return "configuration";
    case FailureClass::kInternal:
      return "internal";
  }
  return "internal";
}

}  // namespace

StepMetrics::StepMetrics()
    : steps_({"sonolist_processor_steps_total",
              "Claimed steps that have ended, by outcome and by the class of the failure that ended them.",
              {"model", "outcome", "error_class"}}),
      durations_({"sonolist_processor_step_seconds", "From the claim of a step to its end.", {"outcome"}}, kBounds),
      stages_({"sonolist_processor_stage_seconds",
               "Time of one step in each stage; network is part of infer, claim is one request for several steps.",
               {"stage"}},
              kBounds) {
  for (const char* stage :
       {"claim", "fetch", "decode", "infer", "network", "measure", "encode", "update", "store", "complete"}) {
    stages_.prepare({stage});
  }
  durations_.prepare({to_string(StepOutcome::kCompleted)});
}

void StepMetrics::prepare(const std::vector<WantedModel>& models) {
  for (const WantedModel& model : models) {
    steps_.add({model.name, to_string(StepOutcome::kCompleted), kNoFailure}, 0);
    for (const FailureClass failure_class :
         {FailureClass::kTransient, FailureClass::kInput, FailureClass::kConfiguration, FailureClass::kInternal}) {
      steps_.add({model.name, to_string(StepOutcome::kCanceled), to_string(failure_class)}, 0);
    }
  }
}

void StepMetrics::step_ended(const StepReport& report) {
  --in_flight_;
  const char* const failure = report.failure_class ? to_string(*report.failure_class) : kNoFailure;
  steps_.add({report.model.empty() ? kUnknownModel : report.model, to_string(report.outcome), failure});
  durations_.observe({to_string(report.outcome)}, report.duration.count());
  for (const auto& [stage, milliseconds] : report.milliseconds) stages_.observe({stage}, milliseconds / 1000.0);
}

void StepMetrics::claimed(std::chrono::duration<double> duration) {
  stages_.observe({"claim"}, duration.count());
}

void StepMetrics::expose(metrics::Exposition& exposition) const {
  steps_.expose(exposition);
  durations_.expose(exposition);
  stages_.expose(exposition);
  exposition.family("sonolist_processor_steps_in_flight", metrics::Kind::kGauge, "Claimed steps that are worked on.");
  exposition.sample({}, in_flight_);
}

}  // namespace sonolist::processor
