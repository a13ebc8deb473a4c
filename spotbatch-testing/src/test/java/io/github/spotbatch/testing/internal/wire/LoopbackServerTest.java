package io.github.spotbatch.testing.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.batch.BatchAsyncClient;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.BatchException;
import software.amazon.awssdk.services.batch.model.ClientException;
import software.amazon.awssdk.services.batch.model.JobSummary;
import software.amazon.awssdk.services.sts.StsClient;

@Isolated("looks at all threads, and at a port after it is freed")
class LoopbackServerTest {

  private final AwsWire wire =
      AwsWire.to((service, accessKeyId, region) -> Wires.operations(service, new ListingBatch()));
  private final LoopbackServer server = LoopbackServer.start(wire::answer, 0);
  private final BatchClient batch =
      Wires.signed(BatchClient.builder()).endpointOverride(server.endpoint()).build();

  @AfterEach
  void close() {
    batch.close();
    server.close();
  }

  @Test
  void endpoint_isOnLoopback() {
    assertThat(server.endpoint()).hasScheme("http").hasHost("127.0.0.1");
  }

  @Test
  void call_clientWithSockets_isAnswered() {
    assertThat(batch.listJobsPaginator(r -> r.jobQueue("q")).jobSummaryList())
        .extracting(JobSummary::jobId)
        .containsExactly("job-0", "job-1", "job-2");
  }

  @Test
  void call_asyncClientWithSockets_isAnswered() {
    try (BatchAsyncClient async =
        Wires.signed(BatchAsyncClient.builder()).endpointOverride(server.endpoint()).build()) {
      assertThat(async.listJobs(r -> r.jobQueue("q")).join().nextToken()).isEqualTo("1");
    }
  }

  @Test
  void call_refused_throwsTheModelledException() {
    assertThatExceptionOfType(ClientException.class)
        .isThrownBy(() -> batch.cancelJob(r -> r.jobId("j").reason("r")))
        .withMessageContaining("no j");
  }

  @Test
  void call_faultOfTheFake_isToldByA500() {
    assertThatExceptionOfType(BatchException.class)
        .isThrownBy(() -> batch.terminateJob(r -> r.jobId("j").reason("r")))
        .satisfies(e -> hasDetails(e, 500, "InternalFailure"))
        .withMessageContaining("java.lang.IllegalStateException: a bug");
  }

  @Test
  void call_operationNotModelled_isToldByA501() {
    assertThatExceptionOfType(BatchException.class)
        .isThrownBy(() -> batch.describeJobs(r -> r.jobs("a")))
        .satisfies(e -> hasDetails(e, 501, "NotImplemented"))
        .withMessageContaining("spotbatch-testing does not model batch DescribeJobs");
    try (StsClient sts =
        Wires.signed(StsClient.builder()).endpointOverride(server.endpoint()).build()) {
      assertThatExceptionOfType(AwsServiceException.class)
          .isThrownBy(sts::getCallerIdentity)
          .satisfies(e -> hasDetails(e, 501, "NotImplemented"));
    }
  }

  @Test
  void call_bodyThatCannotBeRead_isToldByA400() throws IOException, InterruptedException {
    HttpResponse<String> form =
        post("Content-Type", "application/x-www-form-urlencoded", "Action=%zz");
    assertThat(form.statusCode()).isEqualTo(400);
    assertThat(form.body()).contains("<Code>SerializationException</Code>");

    HttpResponse<String> zipped = post("Content-Encoding", "gzip", "{}");
    assertThat(zipped.statusCode()).isEqualTo(400);
    assertThat(zipped.headers().firstValue("x-amzn-ErrorType")).contains("SerializationException");
  }

  private HttpResponse<String> post(String header, String value, String body)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(server.endpoint())
                .header(header, value)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void start_threads_areDaemons() {
    Set<Thread> threads = threads(thread -> thread.getName().equals("HTTP-Dispatcher"));
    assertThat(threads).isNotEmpty().allMatch(Thread::isDaemon);
  }

  @Test
  void start_portInUse_namesIt() {
    int port = server.endpoint().getPort();
    assertThatThrownBy(() -> LoopbackServer.start(wire::answer, port))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("cannot listen on 127.0.0.1:" + port);
  }

  @Test
  void close_open_freesThePort() {
    batch.listJobs(r -> r.jobQueue("q"));
    URI endpoint = server.endpoint();
    server.close();
    assertThatThrownBy(() -> new Socket(endpoint.getHost(), endpoint.getPort()))
        .isInstanceOf(ConnectException.class);
    LoopbackServer.start(wire::answer, endpoint.getPort()).close();
  }

  private static void hasDetails(AwsServiceException e, int status, String code) {
    assertThat(e.statusCode()).isEqualTo(status);
    assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
  }

  private static Set<Thread> threads(Predicate<Thread> which) {
    return Thread.getAllStackTraces().keySet().stream().filter(which).collect(Collectors.toSet());
  }
}
