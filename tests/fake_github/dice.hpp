// SPDX-License-Identifier: Apache-2.0
// Random numbers that are the same everywhere for the same seed (the standard's distributions are not).
#pragma once

#include <cstdint>
#include <string>

namespace lapwing::fake_github {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}

  /// splitmix64. Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014.
  std::uint64_t roll() {
    auto z = state_ += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }
  /// Both ends included.
  int between(int low, int high) { return low + int(roll() % std::uint64_t(high - low + 1)); }
  bool chance(int percent) { return between(1, 100) <= percent; }
  std::string hex(std::size_t digits) {
    std::string out;
    while (out.size() < digits) out += "0123456789abcdef"[roll() % 16];
    return out;
  }

 private:
  std::uint64_t state_;
};

}  // namespace lapwing::fake_github
