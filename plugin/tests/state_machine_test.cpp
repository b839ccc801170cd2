#include "plugin/ups_rs/state_machine.h"

#include <gtest/gtest.h>

namespace sonolist::plugin {
namespace {

constexpr std::optional<StepState> kUnknown;
constexpr StepState kS = StepState::kScheduled;
constexpr StepState kI = StepState::kInProgress;
constexpr StepState kC = StepState::kCompleted;
constexpr StepState kX = StepState::kCanceled;

struct Cell {
  std::optional<StepState> state;
  StepEvent event;
  unsigned status;
  StepAction action;
};

class StateTable : public testing::TestWithParam<Cell> {};

TEST_P(StateTable, CellIsAsInTheStandard) {
  const StepDecision decision = decide(GetParam().state, GetParam().event);
  EXPECT_EQ(static_cast<unsigned>(decision.status), GetParam().status);
  EXPECT_EQ(decision.action, GetParam().action);
}

// PS3.4 table CC.1.1-2, cell by cell.
INSTANTIATE_TEST_SUITE_P(AllCells, StateTable,
                         testing::Values(Cell{kUnknown, StepEvent::kCreate, 0x0000, StepAction::kCreate},
                                         Cell{kS, StepEvent::kCreate, 0x0111, StepAction::kNone},
                                         Cell{kI, StepEvent::kCreate, 0x0111, StepAction::kNone},
                                         Cell{kC, StepEvent::kCreate, 0x0111, StepAction::kNone},
                                         Cell{kX, StepEvent::kCreate, 0x0111, StepAction::kNone},

                                         Cell{kUnknown, StepEvent::kToInProgressWith, 0xC307, StepAction::kNone},
                                         Cell{kS, StepEvent::kToInProgressWith, 0x0000, StepAction::kClaim},
                                         Cell{kI, StepEvent::kToInProgressWith, 0xC302, StepAction::kNone},
                                         Cell{kC, StepEvent::kToInProgressWith, 0xC300, StepAction::kNone},
                                         Cell{kX, StepEvent::kToInProgressWith, 0xC300, StepAction::kNone},

                                         Cell{kUnknown, StepEvent::kToInProgressWithout, 0xC307, StepAction::kNone},
                                         Cell{kS, StepEvent::kToInProgressWithout, 0xC301, StepAction::kNone},
                                         Cell{kI, StepEvent::kToInProgressWithout, 0xC301, StepAction::kNone},
                                         Cell{kC, StepEvent::kToInProgressWithout, 0xC301, StepAction::kNone},
                                         Cell{kX, StepEvent::kToInProgressWithout, 0xC301, StepAction::kNone},

                                         Cell{kUnknown, StepEvent::kToScheduled, 0xC307, StepAction::kNone},
                                         Cell{kS, StepEvent::kToScheduled, 0xC303, StepAction::kNone},
                                         Cell{kI, StepEvent::kToScheduled, 0xC303, StepAction::kNone},
                                         Cell{kC, StepEvent::kToScheduled, 0xC303, StepAction::kNone},
                                         Cell{kX, StepEvent::kToScheduled, 0xC303, StepAction::kNone},

                                         Cell{kUnknown, StepEvent::kToCompletedWith, 0xC307, StepAction::kNone},
                                         Cell{kS, StepEvent::kToCompletedWith, 0xC310, StepAction::kNone},
                                         Cell{kI, StepEvent::kToCompletedWith, 0x0000, StepAction::kComplete},
                                         Cell{kC, StepEvent::kToCompletedWith, 0xB306, StepAction::kNone},
                                         Cell{kX, StepEvent::kToCompletedWith, 0xC300, StepAction::kNone},

                                         Cell{kUnknown, StepEvent::kToCompletedWithout, 0xC307, StepAction::kNone},
                                         Cell{kS, StepEvent::kToCompletedWithout, 0xC301, StepAction::kNone},
                                         Cell{kI, StepEvent::kToCompletedWithout, 0xC301, StepAction::kNone},
                                         Cell{kC, StepEvent::kToCompletedWithout, 0xC301, StepAction::kNone},
                                         Cell{kX, StepEvent::kToCompletedWithout, 0xC301, StepAction::kNone},

                                         Cell{kUnknown, StepEvent::kRequestCancel, 0xC307, StepAction::kNone},
                                         Cell{kS, StepEvent::kRequestCancel, 0x0000, StepAction::kCancelUnclaimed},
                                         Cell{kI, StepEvent::kRequestCancel, 0x0000, StepAction::kReportCancelRequest},
                                         Cell{kC, StepEvent::kRequestCancel, 0xC311, StepAction::kNone},
                                         Cell{kX, StepEvent::kRequestCancel, 0xB304, StepAction::kNone},

                                         Cell{kUnknown, StepEvent::kToCanceledWith, 0xC307, StepAction::kNone},
                                         Cell{kS, StepEvent::kToCanceledWith, 0xC310, StepAction::kNone},
                                         Cell{kI, StepEvent::kToCanceledWith, 0x0000, StepAction::kCancel},
                                         Cell{kC, StepEvent::kToCanceledWith, 0xC300, StepAction::kNone},
                                         Cell{kX, StepEvent::kToCanceledWith, 0xB304, StepAction::kNone},

                                         Cell{kUnknown, StepEvent::kToCanceledWithout, 0xC307, StepAction::kNone},
                                         Cell{kS, StepEvent::kToCanceledWithout, 0xC301, StepAction::kNone},
                                         Cell{kI, StepEvent::kToCanceledWithout, 0xC301, StepAction::kNone},
                                         Cell{kC, StepEvent::kToCanceledWithout, 0xC301, StepAction::kNone},
                                         Cell{kX, StepEvent::kToCanceledWithout, 0xC301, StepAction::kNone}));

TEST(StepStateTerms, AreThoseOfTheStandard) {
  EXPECT_EQ(parse_step_state("IN PROGRESS"), StepState::kInProgress);
  EXPECT_EQ(parse_step_state("CANCELED"), StepState::kCanceled);
  EXPECT_FALSE(parse_step_state("CANCELLED"));  // misspelt in PS3.18 2020c
  EXPECT_FALSE(parse_step_state("scheduled"));
}

}  // namespace
}  // namespace sonolist::plugin
