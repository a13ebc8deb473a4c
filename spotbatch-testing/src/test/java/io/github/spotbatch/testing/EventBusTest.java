package io.github.spotbatch.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.BatchParameters;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.iam.IamClient;

class EventBusTest {

  private static final String TRUST =
      "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"events.amazonaws.com\"},"
          + "\"Action\":\"sts:AssumeRole\"}}";

  private final FakeAws aws = FakeAws.create();
  private final BatchWorld world = BatchWorld.ready(aws);
  private final EventBridgeClient events = aws.client(EventBridgeClient.builder());
  private final String queueArn = world.queues(BatchWorld.QUEUE).get(0).jobQueueArn();

  @BeforeEach
  void putRule() {
    events.putRule(it -> it.name("mine").eventPattern("{\"source\":[\"my.app\"]}"));
  }

  @AfterEach
  void close() {
    aws.close();
  }

  @Test
  @Rule("JOB-84")
  void event_toAQueue_submitsAJob() {
    target(
        role(),
        it ->
            it.batchParameters(job -> job(job).retryStrategy(strategy -> strategy.attempts(3)))
                .inputTransformer(
                    transformer ->
                        transformer
                            .inputPathsMap(Map.of("name", "$.detail.name"))
                            .inputTemplate("{\"Parameters\": {\"input\": <name>}}")));

    publish();

    var summary =
        world
            .batch
            .listJobs(it -> it.jobQueue(queueArn).jobStatus(JobStatus.SUBMITTED))
            .jobSummaryList();
    assertThat(summary).hasSize(1);
    var job = world.job(summary.get(0).jobId());
    assertThat(job.jobName()).isEqualTo("from-event");
    assertThat(job.retryStrategy().attempts()).isEqualTo(3);
    assertThat(job.parameters()).containsEntry("input", "file-1");
    assertThat(aws.events().delivered(queueArn)).hasSize(1);
  }

  @Test
  @Rule("JOB-84")
  void event_withMoreAttemptsThanBatchTakes_submitsNothing() {
    target(
        role(),
        it -> it.batchParameters(job -> job(job).retryStrategy(strategy -> strategy.attempts(11))));

    publish();

    assertThat(world.names(JobStatus.SUBMITTED)).isEmpty();
    assertThat(aws.events().delivered(queueArn)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "2, 1", "10000, 1", "10001, 0"})
  @Rule("JOB-84")
  void event_ofAnArray_submitsOneOfALegalSize(int size, int submitted) {
    target(
        role(),
        it -> it.batchParameters(job -> job(job).arrayProperties(array -> array.size(size))));

    publish();

    var jobs =
        world.batch.listJobs(it -> it.jobQueue(queueArn).jobStatus("SUBMITTED")).jobSummaryList();
    assertThat(jobs).hasSize(submitted);
    assertThat(jobs).allSatisfy(job -> assertThat(job.arrayProperties().size()).isEqualTo(size));
  }

  @Test
  void event_inARoleThatEventBridgeCannotAssume_submitsNothing() {
    target("arn:aws:iam::123456789012:role/none", it -> it.batchParameters(EventBusTest::job));

    publish();

    assertThat(world.names(JobStatus.SUBMITTED)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"mine, 1", "other, 0"})
  void event_inARoleForOneRule_submitsOnlyByThat(String rule, int submitted) {
    String role = role();
    aws.client(IamClient.builder())
        .updateAssumeRolePolicy(
            it ->
                it.roleName("events")
                    .policyDocument(
                        TRUST.replace(
                            "\"Action\"",
                            "\"Condition\":{\"StringEquals\":{\"aws:SourceAccount\":\"123456789012\"},"
                                + "\"ArnEquals\":{\"aws:SourceArn\":"
                                + "\"arn:aws:events:us-east-1:123456789012:rule/"
                                + rule
                                + "\"}},\"Action\"")));
    aws.advance(Duration.ofSeconds(10));
    target(role, it -> it.batchParameters(EventBusTest::job));

    publish();

    assertThat(world.names(JobStatus.SUBMITTED)).hasSize(submitted);
  }

  @Test
  void target_queueWithoutRoleOrJob_isRefused() {
    assertThatThrownBy(() -> target(null, it -> it.batchParameters(EventBusTest::job)))
        .hasMessageContaining("RoleArn is required for target " + queueArn + ".");
    assertThatThrownBy(() -> target(role(), it -> {})).hasMessageContaining("BatchParameters");
  }

  @Test
  void delivered_toAnyTarget_isKept() {
    String topic = "arn:aws:sns:us-east-1:123456789012:alarms";
    events.putTargets(it -> it.rule("mine").targets(Target.builder().id("1").arn(topic).build()));

    publish();

    assertThat(aws.events().delivered(topic))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.json()).contains("\"detail\":{\"name\":\"file-1\"}");
              assertThat(event.time()).isEqualTo(aws.time().now());
            });
    assertThat(aws.events().delivered(topic + "-2")).isEmpty();
  }

  @Test
  void subscribe_pattern_isCalledWithWhatMatches() {
    List<DeliveredEvent> got = new ArrayList<>();
    aws.events().subscribe("{\"source\":[\"my.app\"]}", got::add);
    aws.events().subscribe("{\"source\":[\"other\"]}", got::add);

    publish();

    assertThat(got).hasSize(1);
    assertThatThrownBy(() -> aws.events().subscribe("{\"source\":\"x\"}", got::add))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"source\" must be an object or an array");
  }

  private void publish() {
    events.putEvents(
        it ->
            it.entries(
                entry ->
                    entry.source("my.app").detailType("file").detail("{\"name\":\"file-1\"}")));
    aws.advance(Duration.ofSeconds(1));
  }

  private void target(String roleArn, Consumer<Target.Builder> change) {
    Target.Builder target = Target.builder().id("1").arn(queueArn).roleArn(roleArn);
    change.accept(target);
    events.putTargets(it -> it.rule("mine").targets(target.build()));
  }

  private static BatchParameters.Builder job(BatchParameters.Builder job) {
    return job.jobDefinition(BatchWorld.DEFINITION).jobName("from-event");
  }

  private String role() {
    IamClient iam = aws.client(IamClient.builder());
    String arn =
        iam.createRole(it -> it.roleName("events").assumeRolePolicyDocument(TRUST)).role().arn();
    aws.advance(Duration.ofSeconds(10));
    return arn;
  }
}
