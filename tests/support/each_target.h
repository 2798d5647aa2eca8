// Runs a test once for each instruction set that kernels are built for and this CPU has.

#ifndef COINCIDE_TESTS_SUPPORT_EACH_TARGET_H_
#define COINCIDE_TESTS_SUPPORT_EACH_TARGET_H_

#include <gtest/gtest.h>

#include <cstdint>

#include "hwy/targets.h"

namespace coincide::testing {

// The choice is the process's: REQUIRES that no other thread calls a kernel.
template <class Run>
void ForEachTarget(Run&& run) {
  for (int64_t rest = hwy::SupportedTargets(); rest != 0; rest &= rest - 1) {
    const int64_t target = rest & -rest;
    SCOPED_TRACE(hwy::TargetName(target));
    hwy::SetSupportedTargetsForTest(target);
    hwy::GetChosenTarget().Update(target);
    run();
    hwy::SetSupportedTargetsForTest(0);
    hwy::GetChosenTarget().DeInit();
    if (::testing::Test::HasFatalFailure()) return;
  }
}

}  // namespace coincide::testing

#endif  // COINCIDE_TESTS_SUPPORT_EACH_TARGET_H_
