package io.github.spotbatch.examples;

import io.github.spotbatch.testing.FakeAws;
import io.github.spotbatch.testing.FakeAwsServer;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jline.utils.Signals;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * An AWS on 127.0.0.1, for the AWS CLI and the SDKs of all languages: Batch with its neighbours,
 * faster than the real one and free. It forgets everything when it stops.
 *
 * <p>{@code --help} says what can be set. Ctrl-C stops it, with exit code 0.
 */
@Command(
    name = "ServeFakeAws",
    sortOptions = false,
    description = "Serves an AWS on 127.0.0.1 until Ctrl-C, for the AWS CLI and any SDK.")
public final class ServeFakeAws implements Callable<Integer> {

  private static final int USAGE = 2;
  private static final int MAX_PORT = 65_535;
  private static final double MAX_SPEED = 1_000_000;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "4566",
      description = "Where to listen: 4566 unless told, 0 for any port that is free.")
  private int port;

  @Option(
      names = "--speed",
      paramLabel = "S",
      defaultValue = "100",
      description = "Simulated seconds per second: 100 unless told, 1 for AWS's own waits.")
  private double speed;

  @SuppressWarnings("UnusedVariable") // by picocli alone
  @Option(names = "--help", usageHelp = true, description = "Shows this.")
  private boolean help;

  private final PrintStream out;

  private ServeFakeAws(PrintStream out) {
    this.out = out;
  }

  /**
   * Serves until Ctrl-C or SIGTERM and ends the JVM: with 0 then, with 1 if the port cannot be had,
   * and with 2 if an option is wrong.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    System.exit(run(System.out, args));
  }

  static int run(PrintStream out, String... args) {
    PrintWriter writer = new PrintWriter(out, true, StandardCharsets.UTF_8);
    return new CommandLine(new ServeFakeAws(out)).setOut(writer).setErr(writer).execute(args);
  }

  @Override
  public Integer call() throws InterruptedException {
    if (port < 0 || port > MAX_PORT) {
      out.println("--port must be 0 to " + MAX_PORT + ", was " + port + ".");
      return USAGE;
    }
    if (!(speed > 0 && speed <= MAX_SPEED)) {
      out.println("--speed must be above 0 and at most 1000000, was " + speed + ".");
      return USAGE;
    }
    try (FakeAws aws = FakeAws.builder().speed(speed).build();
        FakeAwsServer server = aws.serve(port)) {
      CountDownLatch stop = new CountDownLatch(1);
      Signals.register("INT", stop::countDown);
      Signals.register("TERM", stop::countDown);
      tell(server.endpoint(), aws.region().id());
      stop.await();
    } catch (UncheckedIOException e) {
      out.println(ListenFailure.explain(e, port));
      return 1;
    }
    out.println("Stopped.");
    return 0;
  }

  /** The line for the CLI does without AWS_ENDPOINT_URL, which versions before 2.13 do not know. */
  private void tell(URI endpoint, String region) {
    String keys = "export AWS_ACCESS_KEY_ID=fake AWS_SECRET_ACCESS_KEY=fake AWS_DEFAULT_REGION=";
    out.printf("AWS is at %s, %s times as fast as the real one.%n", endpoint, times());
    out.println("Paste into a shell, for the AWS CLI:");
    out.printf("  %s%s; aws() { command aws --endpoint-url %s \"$@\"; }%n", keys, region, endpoint);
    out.println("and for an SDK:");
    out.printf("  %s%s AWS_REGION=%s AWS_ENDPOINT_URL=%s%n", keys, region, region, endpoint);
    out.println("Every container runs for a minute of its time. Ctrl-C stops it.");
    out.flush();
  }

  private String times() {
    return speed == Math.rint(speed) ? Long.toString((long) speed) : Double.toString(speed);
  }
}
