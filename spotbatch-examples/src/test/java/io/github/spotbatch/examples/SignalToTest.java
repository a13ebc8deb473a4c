package io.github.spotbatch.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignalToTest {

  @ParameterizedTest
  @CsvSource({
    "0000000000000000, 2, false",
    "0000000000000002, 2, true",
    "0000000000000003, 2, true",
    "0000000000001001, 2, false",
    "0000000000004000, 15, true",
    "ffffffffffffffff, 2, true",
  })
  void ignored_byTheMaskOfLinux_isThatSignalsBit(String mask, int signal, boolean ignored) {
    String status = "Name:\tjava\nSigBlk:\t0000000000000002\nSigIgn:\t" + mask + "\nSigCgt:\t2\n";

    assertThat(SignalTo.ignored(status, signal)).isEqualTo(ignored);
  }
}
