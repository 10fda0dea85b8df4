// SPDX-License-Identifier: Apache-2.0
#include "poll/duplicates.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <utility>
#include <vector>

namespace lapwing::poll {
namespace {

__extension__ typedef unsigned __int128 Wide;

// Odd numbers with half their bits set, in no pattern: the fractional parts of the square roots of 2, 3, 5 and 7.
constexpr std::uint64_t kA = 0x6A09E667F3BCC909, kB = 0xBB67AE8584CAA73B, kC = 0x3C6EF372FE94F82B,
                        kD = 0xA54FF53A5F1D36F1;

/// Both halves of the product: every bit of either factor reaches most bits of the result.
std::uint64_t fold(std::uint64_t a, std::uint64_t b) {
  Wide const product = static_cast<Wide>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

std::uint64_t load(char const* from) {
  std::uint64_t word;
  std::memcpy(&word, from, sizeof word);
  return word;
}

/// A set of bits whose size is a power of two, addressed by the low bits of a fingerprint.
class Bits {
 public:
  explicit Bits(std::size_t size) : mask_(size - 1), words_(size / 64) {}
  bool test(std::uint64_t at) const { return (words_[(at & mask_) / 64] >> (at % 64) & 1) != 0; }
  void set(std::uint64_t at) { words_[(at & mask_) / 64] |= std::uint64_t{1} << (at % 64); }

 private:
  std::uint64_t mask_;
  std::vector<std::uint64_t> words_;
};

}  // namespace

std::uint64_t fingerprint(std::string_view bytes, std::uint64_t seed) {
  // Two chains, so that one multiplication need not wait for the other.
  std::uint64_t left = fold(seed ^ kA, kD);
  std::uint64_t right = kB;
  auto const take = [&](char const* block) {
    left = fold(load(block) ^ left, load(block + 8) ^ kC);
    right = fold(load(block + 16) ^ right, load(block + 24) ^ kD);
  };
  char const* at = bytes.data();
  std::size_t rest = bytes.size();
  for (; rest >= 32; rest -= 32, at += 32) take(at);
  if (rest > 0) {
    std::array<char, 32> last{};
    std::memcpy(last.data(), at, rest);
    take(last.data());
  }
  return fold(left ^ (bytes.size() * kC), right ^ kA);
}

Duplicates find_duplicates(std::deque<std::uint64_t> const& fingerprints) {
  // Sorting everything would cost more than reading the file. So: one bit for each of 8 to 16 times as many places;
  // only those that met another one at their place are looked at closely.
  auto const size = std::bit_ceil(std::max<std::size_t>(fingerprints.size(), 64) * 8);
  Bits taken(size), shared(size);
  for (auto const one : fingerprints) (taken.test(one) ? shared : taken).set(one);
  std::vector<std::pair<std::uint64_t, std::size_t>> suspects;
  for (std::size_t i = 0; auto const one : fingerprints) {
    if (shared.test(one)) suspects.emplace_back(one, i);
    ++i;
  }
  std::ranges::sort(suspects);
  Duplicates found;
  for (std::size_t i = 1; i < suspects.size(); ++i) {
    if (suspects[i].first != suspects[i - 1].first) continue;
    if (found.count++ == 0 || suspects[i].second < found.repeat) {
      found.first = suspects[i - 1].second;
      found.repeat = suspects[i].second;
    }
  }
  return found;
}

}  // namespace lapwing::poll
