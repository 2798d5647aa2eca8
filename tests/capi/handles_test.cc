// Handles under threads: what one releases while others use it is an error or an
// answer, never a crash. Run under TSan by ./dev test --long.

#include "src/capi/handles.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <random>
#include <thread>
#include <vector>

#include "coincide/capi/coincide.h"
#include "src/capi/call.h"

namespace coincide::capi {
namespace {

using HeldNumber = Held<Kind::kBuffer, uint64_t>;

TEST(HandlesThreads, EachPinSeesItsOwnObject) {
  constexpr int kThreads = 4, kRounds = 20000, kPlaces = 16;
  const uint64_t live_before = LiveHandles();
  // A board of handles that all threads use, release and replace.
  std::vector<std::atomic<coincide_handle>> board(kPlaces);
  std::atomic<uint64_t> seen = 0, refused = 0;
  std::vector<std::thread> threads;
  for (uint64_t seed = 0; seed < kThreads; ++seed) {
    threads.emplace_back([&, seed] {
      std::mt19937_64 rng(seed);
      for (int round = 0; round < kRounds; ++round) {
        std::atomic<coincide_handle>& place = board[rng() % kPlaces];
        if (rng() % 4 == 0) {
          const coincide_handle mine =
              NewHandle(Kind::kBuffer, std::make_unique<HeldNumber>(rng()));
          const coincide_handle old = place.exchange(mine);
          if (old != 0) {
            EXPECT_TRUE(ReleaseHandle(old));
            EXPECT_FALSE(ReleaseHandle(old));
          }
        } else {
          const coincide_handle handle = place.load();
          const Pinned<HeldNumber> first(handle), second(handle);
          if (first && second) {
            EXPECT_EQ(*first, *second);
          }
          ++(first ? seen : refused);
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const auto& place : board) {
    if (place != 0) {
      EXPECT_TRUE(ReleaseHandle(place));
    }
  }
  EXPECT_EQ(LiveHandles(), live_before);
  EXPECT_GT(seen.load(), 0u);
}

TEST(HandlesThreads, OfManyReleasesOneSucceeds) {
  for (int round = 0; round < 500; ++round) {
    const coincide_handle handle = NewHandle(Kind::kBuffer, std::make_unique<HeldNumber>(1u));
    std::atomic<int> released = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 3; ++i) {
      threads.emplace_back([&] { released += ReleaseHandle(handle) ? 1 : 0; });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(released, 1);
  }
}

TEST(HandlesThreads, APinKeepsWhatIsReleased) {
  const coincide_handle handle = NewHandle(Kind::kBuffer, std::make_unique<HeldNumber>(42u));
  {
    const Pinned<HeldNumber> pinned(handle);
    ASSERT_TRUE(pinned);
    EXPECT_TRUE(ReleaseHandle(handle));
    EXPECT_EQ(KindOf(handle), Kind::kNone);
    EXPECT_FALSE(Pinned<HeldNumber>(handle));
    EXPECT_EQ(*pinned, 42u);
  }
  EXPECT_FALSE(ReleaseHandle(handle));
}

TEST(Handles, IdsAreNotUsedAgain) {
  std::vector<coincide_handle> ids;
  for (int i = 0; i < 3000; ++i) {
    ids.push_back(NewHandle(Kind::kBuffer, std::make_unique<HeldNumber>(7u)));
    EXPECT_TRUE(ReleaseHandle(ids.back()));
  }
  std::sort(ids.begin(), ids.end());
  EXPECT_EQ(std::adjacent_find(ids.begin(), ids.end()), ids.end());
}

TEST(CapiThreads, EachHasItsOwnLastError) {
  EXPECT_NE(coincide_release(0), COINCIDE_OK);
  EXPECT_STRNE(coincide_last_error(), "");
  std::thread([] { EXPECT_STREQ(coincide_last_error(), ""); }).join();
}

}  // namespace
}  // namespace coincide::capi
