// SPDX-License-Identifier: Apache-2.0
// fake_github FOLDER [DAYS [SEED]]: prints "port=54321 ca=FOLDER/ca.pem" and is GitHub on that port of 127.0.0.1 until
// its standard input ends, so that it never outlives the test that started it.
#include "fake_github/fortnight.hpp"
#include "fake_github/server.hpp"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>

int main(int argc, char** argv) {
  using namespace lapwing;
  if (argc < 2) {
    std::fputs("usage: fake_github FOLDER [DAYS [SEED]]\n", stderr);
    return 2;
  }
  try {
    fake_github::Span span;
    if (argc > 2) span.days = std::atoi(argv[2]);
    if (argc > 3) span.seed = std::strtoull(argv[3], nullptr, 10);
    auto const certificate = test::make_certificate();
    auto const ca = std::string(argv[1]) + "/ca.pem";
    if (!(std::ofstream(ca) << certificate.ca_pem).flush()) throw std::runtime_error("can not write " + ca);
    fake_github::Server const server(fake_github::make_fortnight(span), certificate);
    std::printf("port=%s ca=%s\n", server.port().c_str(), ca.c_str());
    std::fflush(stdout);
    for (char ignored[64]; ::read(STDIN_FILENO, ignored, sizeof ignored) > 0;) {
    }
  } catch (std::exception const& error) {
    std::fprintf(stderr, "fake_github: %s\n", error.what());
    return 1;
  }
}
