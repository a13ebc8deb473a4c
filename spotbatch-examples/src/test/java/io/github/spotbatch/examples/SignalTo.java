package io.github.spotbatch.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Signals to programs that a test starts.
 *
 * <p>A program that ignores a signal passes that on to all that it starts, and no Java program
 * takes it back: a script's {@code mvnw &} ignores SIGINT so.
 */
final class SignalTo {

  private static final Path OWN_STATUS = Path.of("/proc/self/status");
  private static final String IGNORED = "SigIgn:";

  private SignalTo() {}

  /** Skips the test where programs that it starts would not hear SIGINT, as of Ctrl-C. */
  static void assumeInterruptsAreHeard() throws IOException {
    assumeFalse(
        Files.exists(OWN_STATUS) && ignored(Files.readString(OWN_STATUS), 2),
        "this build ignores SIGINT, and so does every program that it starts;"
            + " run it in the foreground");
  }

  /**
   * Whether a process ignores a signal.
   *
   * @param status the text that Linux has of it
   * @param number the signal's
   */
  static boolean ignored(String status, int number) {
    String mask =
        status
            .lines()
            .filter(line -> line.startsWith(IGNORED))
            .map(line -> line.substring(IGNORED.length()).strip())
            .findFirst()
            .orElse("0");
    return (Long.parseUnsignedLong(mask, 16) >>> (number - 1) & 1) == 1;
  }

  /** Sends a signal, such as {@code INT}. */
  static void send(String signal, Process process) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }
}
