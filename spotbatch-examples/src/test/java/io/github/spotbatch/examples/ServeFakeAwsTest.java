package io.github.spotbatch.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.examples.RecipeProcess.Result;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ServeFakeAwsTest {

  private static final Pattern ENDPOINT = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void freePort_isPrintedServedAndReleasedBySignal(String signal) throws Exception {
    if (signal.equals("INT")) {
      SignalTo.assumeInterruptsAreHeard();
    }
    Process process = start("--port", "0", "--speed", "250");
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      String told = readUntil(lines, "Ctrl-C stops it.");
      URI endpoint = endpoint(told);

      assertThat(told)
          .contains("250 times as fast")
          .contains("export AWS_ACCESS_KEY_ID=fake AWS_SECRET_ACCESS_KEY=fake")
          .contains("AWS_DEFAULT_REGION=us-east-1; aws() { command aws --endpoint-url " + endpoint)
          .contains("AWS_REGION=us-east-1 AWS_ENDPOINT_URL=" + endpoint + "\n");
      assertServes(endpoint);

      SignalTo.send(signal, process);

      assertThat(readUntil(lines, "Stopped.")).doesNotContain("\tat ");
      assertThat(process.waitFor()).isZero();
      assertThatThrownBy(() -> new Socket(endpoint.getHost(), endpoint.getPort()))
          .isInstanceOf(ConnectException.class);
    }
  }

  @Test
  void portInUse_isNamedInOneSentence() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      int port = taken.getLocalPort();

      Result result = RecipeProcess.finish(start("--port", Integer.toString(port)));

      assertThat(result.output())
          .contains("Cannot listen on 127.0.0.1:" + port, "Address already in use", "--port, or 0")
          .doesNotContain("\tat ");
      assertThat(result.exitCode()).isEqualTo(1);
    }
  }

  @Test
  void portOfTheSuperuser_isExplained() {
    UncheckedIOException denied =
        new UncheckedIOException("x", new BindException("Permission denied"));

    assertThat(ListenFailure.explain(denied, 80))
        .isEqualTo(
            "Cannot listen on 127.0.0.1:80 (Permission denied): ports below 1024 are for the"
                + " superuser; give a higher --port.");
    assertThat(ListenFailure.explain(denied, 8080)).contains("give another --port");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--port 65536     | --port must be 0 to 65535, was 65536.",
        "--port -1        | --port must be 0 to 65535, was -1.",
        "--port many      | Invalid value for option '--port'",
        "--speed 0        | --speed must be above 0 and at most 1000000, was 0.0.",
        "--speed -5       | --speed must be above 0",
        "--speed NaN      | --speed must be above 0",
        "--speed Infinity | --speed must be above 0",
        "--speed fast     | Invalid value for option '--speed'",
        "--nonsense       | Unknown option: '--nonsense'"
      })
  void optionsThatDoNotFit_areRefusedInOneSentence(String options, String sentence) {
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    int code =
        ServeFakeAws.run(new PrintStream(told, true, StandardCharsets.UTF_8), options.split(" +"));

    assertThat(told.toString(StandardCharsets.UTF_8))
        .contains(sentence)
        .doesNotContain("Exception", "\tat ");
    assertThat(code).isEqualTo(2);
  }

  @Test
  void help_saysTheDefaults() throws Exception {
    Result result = RecipeProcess.finish(start("--help"));

    assertThat(result.output()).contains("4566 unless told", "100 unless told");
    assertThat(result.exitCode()).isZero();
  }

  /** With a service, too, whose jar the module of the fake leaves to its user. */
  private static void assertServes(URI endpoint) {
    StaticCredentialsProvider keys =
        StaticCredentialsProvider.create(AwsBasicCredentials.create("fake", "fake"));
    try (BatchClient batch =
            BatchClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(keys)
                .build();
        SecretsManagerClient secrets =
            SecretsManagerClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(keys)
                .build()) {
      assertThat(batch.describeJobQueues().jobQueues()).isEmpty();
      assertThat(secrets.getRandomPassword(r -> r.passwordLength(12L)).randomPassword())
          .hasSize(12);
    }
  }

  private static URI endpoint(String told) {
    Matcher endpoint = ENDPOINT.matcher(told);
    assertThat(endpoint.find()).as(told).isTrue();
    return URI.create(endpoint.group());
  }

  private static Process start(String... options) throws IOException {
    return RecipeProcess.start(ServeFakeAws.class, Map.of(), options);
  }

  private static String readUntil(BufferedReader lines, String text) throws IOException {
    StringBuilder output = new StringBuilder();
    String line = lines.readLine();
    while (line != null) {
      output.append(line).append('\n');
      if (line.contains(text)) {
        return output.toString();
      }
      line = lines.readLine();
    }
    throw new AssertionError("never said '" + text + "':\n" + output);
  }
}
