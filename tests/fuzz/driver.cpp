// SPDX-License-Identifier: Apache-2.0
// Drives a fuzz target where the compiler has no libFuzzer: every file of the folders (or files) given as arguments,
// then random mutations of them. The mutations are the same on every run, so that a failure comes again.
//   FUZZ_RUNS   how many mutations (default 2000)
//   FUZZ_SAVE   a file that holds the input while it runs: what a crash leaves there is its cause
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size);

namespace {

using namespace std::string_view_literals;

constexpr std::size_t kMostBytes = 1 << 15;

void run(std::string const& input) {
  if (char const* const path = std::getenv("FUZZ_SAVE")) std::ofstream(path, std::ios::binary) << input;
  // A block of exactly this size, so that the sanitizer sees a read behind its end.
  std::vector<std::uint8_t> const bytes(input.begin(), input.end());
  LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
}

std::vector<std::string> read_seeds(int count, char** paths) {
  std::vector<std::filesystem::path> files;
  for (int i = 1; i < count; ++i) {
    if (!std::filesystem::is_directory(paths[i]))
      files.emplace_back(paths[i]);
    else
      for (auto const& entry : std::filesystem::directory_iterator(paths[i])) files.push_back(entry.path());
  }
  std::ranges::sort(files);  // a folder has no order of its own
  std::vector<std::string> seeds;
  for (auto const& file : files) {
    std::ifstream in(file, std::ios::binary);
    seeds.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  return seeds;
}

class Mutator {
 public:
  explicit Mutator(std::vector<std::string> const& seeds) : seeds_(seeds) {}

  std::string next() {
    std::string text = seeds_[below(seeds_.size())];
    for (auto steps = 1 + below(6); steps > 0; --steps) mutate(text);
    if (text.size() > kMostBytes) text.resize(kMostBytes);
    return text;
  }

 private:
  std::size_t below(std::size_t limit) { return limit == 0 ? 0 : std::size_t(random_() % limit); }

  void mutate(std::string& text) {
    auto const at = below(text.size() + 1);
    auto const length = below(std::min<std::size_t>(text.size() - at, 64) + 1);
    switch (below(7)) {
      case 0:  // flip a bit
        if (at < text.size()) text[at] = char(text[at] ^ (1 << below(8)));
        break;
      case 1:  // another byte, often one that means something
        if (at < text.size()) text[at] = any_byte();
        break;
      case 2:
        text.insert(at, 1, any_byte());
        break;
      case 3:
        text.erase(at, length);
        break;
      case 4:
        text.resize(at);
        break;
      case 5: {  // splice
        auto const& other = seeds_[below(seeds_.size())];
        auto const from = below(other.size() + 1);
        text.replace(at, length, other, from, below(other.size() - from + 1));
        break;
      }
      case 6: {  // repeat a part
        auto const part = text.substr(at, length);
        for (auto times = std::size_t(1) << below(10); times > 0 && text.size() < kMostBytes; --times)
          text.insert(at, part);
        break;
      }
    }
  }

  char any_byte() {
    constexpr auto telling = "\0\n\r\t \"'\\,:;{}[]()<>#&*!|%@`$-+.09eEnN\x7F\x80\xBF\xC0\xE2\xED\xF0\xFF"sv;
    return below(2) == 0 ? telling[below(telling.size())] : char(below(256));
  }

  std::vector<std::string> const& seeds_;
  std::mt19937_64 random_{20260801};
};

}  // namespace

int main(int count, char** arguments) {
  auto seeds = read_seeds(count, arguments);
  for (auto const& seed : seeds) run(seed);
  auto const read = seeds.size();
  seeds.emplace_back();  // also from nothing
  run(seeds.back());

  char const* const wanted = std::getenv("FUZZ_RUNS");
  auto const runs = wanted == nullptr ? 2000ul : std::strtoul(wanted, nullptr, 10);
  Mutator mutator(seeds);
  for (unsigned long i = 0; i < runs; ++i) run(mutator.next());
  std::cout << read << " seeds and " << runs << " mutations of them\n";
}
