package io.github.spotbatch.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.testing.Timings.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import software.amazon.awssdk.services.batch.model.JobDetail;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;

/** What jobs that are processes of this machine learn of their hosts. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
@DisabledOnOs(OS.WINDOWS)
class HostMetadataTest {

  private static final LocalCommand TELLS_WHERE_TO_ASK =
      LocalCommand.of("sh", "-c", "echo $AWS_EC2_METADATA_SERVICE_ENDPOINT; exec sleep 1000");

  /** A minute of this machine, so that a busy one gets to ask. */
  private static final Duration NOTICE = Duration.ofHours(10);

  private final RealJobs jobs =
      new RealJobs(FakeAws.builder().timings(Timings.defaults().with(Step.SPOT_NOTICE, NOTICE)));
  private final FakeAws aws = jobs.aws;
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    aws.close();
  }

  @Test
  @Rule("SPOT-1")
  void job_asksByTheSdkUnchangedAndEndsOnTheNotice() throws Exception {
    aws.jobs().named("job").runs(LocalCommand.javaMain(AskMetadata.class));
    aws.spot().reclaim().hostOf("job").after(Duration.ofMinutes(1));

    JobDetail job = jobs.finished(jobs.submit(r -> {}));

    Instance host = jobs.world.instances(InstanceStateName.RUNNING).get(0);
    String zone = host.placement().availabilityZone();
    assertThat(jobs.lines(job))
        .contains("id=" + host.instanceId(), "zone=" + zone, "region=us-east-1")
        .contains("listed=[availability-zone, availability-zone-id, region]")
        .endsWith("action=terminate");
    assertThat(job.status()).isEqualTo(JobStatus.SUCCEEDED);
  }

  @Test
  @Rule({"SPOT-1", "SPOT-2"})
  void endpoint_tellsOfTheNoticeOnceItCame() throws Exception {
    aws.jobs().named("job").runs(TELLS_WHERE_TO_ASK);
    aws.spot().reclaim().hostOf("job").after(Duration.ofMinutes(10));
    String id = jobs.submit(r -> {});
    String base = endpoint(id);
    String action = base + "/latest/meta-data/spot/instance-action";

    String token = token(base);
    jobs.until(() -> get(action, token).statusCode() == 200);

    Instant taken = Instant.ofEpochMilli(jobs.job(id).startedAt()).plusSeconds(600).plus(NOTICE);
    String time = get(base + "/latest/meta-data/spot/termination-time", token).body();
    assertThat(base).startsWith("http://127.0.0.1:");
    assertThat(Instant.parse(time)).isBetween(taken.minusSeconds(1), taken.plusSeconds(600));
    assertThat(get(action, token).body())
        .isEqualTo("{\"action\": \"terminate\", \"time\": \"" + time + "\"}");
    assertThat(get(base + "/latest/meta-data/events/recommendations/rebalance", token).body())
        .isEqualTo("{\"noticeTime\": \"" + Instant.parse(time).minus(NOTICE) + "\"}");
    assertThat(get(base + "/latest/meta-data/iam/security-credentials/", token).statusCode())
        .isEqualTo(404);
    assertThat(get(action, "none").statusCode()).isEqualTo(401);
  }

  @Test
  void endpoint_isOneForAHostAndGoneWithIt() throws Exception {
    aws.jobs().named("job").runs(TELLS_WHERE_TO_ASK);
    String first = jobs.submit(r -> {});
    String second = jobs.submit(r -> {});
    String base = endpoint(first);

    assertThat(endpoint(second)).isEqualTo(base);
    assertThat(get(base + "/latest/", token(base)).body()).contains("meta-data/");

    for (String id : new String[] {first, second}) {
      jobs.batch().terminateJob(r -> r.jobId(id).reason("enough"));
    }
    jobs.until(() -> jobs.world.instances(InstanceStateName.RUNNING).isEmpty());
    jobs.until(() -> !answers(base));
  }

  @Test
  void endpoint_closesWithTheWorld() throws Exception {
    aws.jobs().named("job").runs(TELLS_WHERE_TO_ASK);
    String base = endpoint(jobs.submit(r -> {}));
    assertThat(answers(base)).isTrue();

    aws.close();

    assertThatThrownBy(() -> get(base, "")).hasRootCauseInstanceOf(IOException.class);
  }

  @Test
  void variable_ofTheJobItself_wins() throws Exception {
    aws.jobs().named("job").runs(TELLS_WHERE_TO_ASK);

    String id =
        jobs.submit(
            r ->
                r.containerOverrides(
                    c ->
                        c.environment(
                            e -> e.name("AWS_EC2_METADATA_SERVICE_ENDPOINT").value("mine"))));

    assertThat(endpoint(id)).isEqualTo("mine");
  }

  private String endpoint(String id) throws Exception {
    jobs.until(() -> !jobs.lines(jobs.job(id)).isEmpty());
    return jobs.lines(jobs.job(id)).get(0);
  }

  private boolean answers(String base) {
    try {
      return get(base, "").statusCode() == 401;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  private String token(String base) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + "/latest/api/token"))
            .PUT(HttpRequest.BodyPublishers.noBody())
            .header("X-aws-ec2-metadata-token-ttl-seconds", "21600")
            .build();
    return send(request).body();
  }

  private HttpResponse<String> get(String uri, String token) {
    return send(
        HttpRequest.newBuilder(URI.create(uri)).header("X-aws-ec2-metadata-token", token).build());
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
