package io.github.spotbatch.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.exception.WaitTimeoutException;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.JobNotFoundException;
import io.github.spotbatch.job.JobQueue;
import io.github.spotbatch.job.LogTail;
import io.github.spotbatch.spec.JobRequest;
import io.github.spotbatch.spec.RetryPolicy;
import io.github.spotbatch.testing.FakeAws;
import io.github.spotbatch.testing.FaultKind;
import io.github.spotbatch.testing.JobScript;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;

/** The lines of jobs come in order, each once, whatever happens to them and to the calls. */
class LogTailTest {

  private static final Duration LONG = Duration.ofHours(12);

  private final List<String> lines = new ArrayList<>();
  private FakeAws aws;
  private SpotBatch spotBatch;
  private JobQueue queue;

  @BeforeEach
  void open() throws Exception {
    aws = FakeAws.create();
    HandMadeQueue.make(aws);
    spotBatch = builder().build();
    queue = spotBatch.queue(HandMadeQueue.QUEUE);
  }

  private SpotBatch.Builder builder() {
    return SpotBatch.builder()
        .batchClient(aws.typedClient(BatchClient.class))
        .cloudWatchLogsClient(aws.typedClient(CloudWatchLogsClient.class))
        .timeKeeper(aws.time())
        .randomGenerator(new Random(1));
  }

  @AfterEach
  void close() {
    spotBatch.close();
    aws.close();
  }

  @Test
  void tail_runningJob_passesLinesOnWhileTheyCome() {
    writing("job", 3, Duration.ofMinutes(10)).runsFor(Duration.ofMinutes(40));
    List<Duration> lateness = new ArrayList<>();

    LogTail tail =
        submit("job")
            .tail(
                line -> {
                  lines.add(line.message());
                  lateness.add(Duration.between(line.timestamp(), aws.time().now()));
                });
    tail.await(LONG);

    assertThat(lines).containsExactly("job 0", "job 1", "job 2");
    assertThat(lateness).allMatch(late -> late.compareTo(Duration.ofSeconds(61)) < 0);
    assertThat(aws.journal().count("GetLogEvents")).isLessThan(130);
    assertThat(aws.journal().count("DescribeJobs")).isLessThan(80);
  }

  @Test
  void tail_twoAttempts_hasTheLinesOfBothInOrder() {
    writing("job", 3, Duration.ofMinutes(5)).runsFor(Duration.ofMinutes(40));
    aws.spot().reclaim().hostOf("job").after(Duration.ofMinutes(6));

    tail(submit("job")).await(LONG);

    assertThat(lines).containsExactly("1: job 0", "1: job 1", "2: job 0", "2: job 1", "2: job 2");
  }

  @Test
  void tail_endedLongAgo_readsAllWithFewCalls() {
    aws.jobs().named("job").logs("a", "b", "b");
    JobHandle job = submit("job");
    job.awaitSuccess(LONG);
    aws.advance(Duration.ofMinutes(1));

    tail(spotBatch.job(job.id())).await(Duration.ofSeconds(5));

    assertThat(lines).containsExactly("1: a", "1: b", "1: b");
    assertThat(aws.journal().count("GetLogEvents")).isEqualTo(2);
  }

  @Test
  void tail_moreThanAPageHolds_readsAllPages() {
    String[] many = IntStream.range(0, 12_000).mapToObj(i -> "line " + i).toArray(String[]::new);
    aws.jobs().named("job").logs(many);

    LogTail tail = submit("job").tail(line -> lines.add(line.message()));
    tail.await(LONG);

    assertThat(lines).containsExactly(many);
  }

  /** The bound is for all of them together. */
  @Test
  void tail_manyJobsAndASlowConsumer_holdsNoMoreThanTheBound() {
    String[] many = IntStream.range(0, 10_000).mapToObj(i -> "x").toArray(String[]::new);
    aws.jobs().named("array").logs(many);
    JobHandle array = queue.submit(request("array").toBuilder().arraySize(30).build());
    array.await(LONG);
    Queue<Runnable> consumer = new ArrayDeque<>();
    AtomicInteger passedOn = new AtomicInteger();
    try (SpotBatch slow = builder().callbackExecutor(consumer::add).build()) {
      LogTail unused = slow.job(array.id()).tail(line -> passedOn.incrementAndGet());
      aws.advance(Duration.ofMinutes(10));

      assertThat(passedOn).hasValue(0);
      assertThat(aws.journal().count("GetLogEvents")).isLessThanOrEqualTo(10);

      for (int i = 0; i < 100 && passedOn.get() < 300_000; i++) {
        Optional.ofNullable(consumer.poll()).ifPresent(Runnable::run);
        aws.advance(Duration.ofSeconds(10));
      }
      assertThat(passedOn).hasValue(300_000);
    }
  }

  @Test
  void tail_throttledFailedAndLostAnswers_missesAndRepeatsNothing() {
    writing("job", 40, Duration.ofSeconds(20)).runsFor(Duration.ofMinutes(20));
    aws.faults().on("GetLogEvents").throttle().every(3);
    aws.faults().on("GetLogEvents").loseResponse().every(4);
    aws.faults().on("GetLogEvents").fail().every(5);
    aws.faults().on("DescribeJobs").throttle().every(3);

    LogTail tail = submit("job").tail(line -> lines.add(line.message()));
    tail.await(LONG);

    assertThat(lines)
        .containsExactlyElementsOf(IntStream.range(0, 40).mapToObj(i -> "job " + i).toList());
    assertThat(aws.faults().injected().count(FaultKind.RESPONSE_LOST)).isPositive();
    assertThat(aws.faults().injected().count(FaultKind.THROTTLED)).isPositive();
  }

  /** What the job writes shows up to eight seconds late, which is after its end. */
  @Test
  void tail_lastLinesComeLate_areReadWithinTheGrace() {
    aws.jobs()
        .named("job")
        .runsFor(Duration.ofSeconds(20))
        .logsAfter(Duration.ofSeconds(1), "early")
        .logsAfter(Duration.ofMillis(19_900), "late");
    aws.faults().on("GetLogEvents").stale(Duration.ofSeconds(8));

    tail(submit("job")).await(LONG);

    assertThat(lines).containsExactly("1: early", "1: late");
    assertThat(aws.faults().injected().count(FaultKind.STALE)).isPositive();
  }

  @Test
  void tail_manyJobsAndAnArray_saysWhoseLinesTheyAre() {
    IntStream.range(0, 10).forEach(i -> writing("job-" + i, 5, Duration.ofSeconds(30)));
    aws.jobs().named("array").logs("one", "two");
    List<JobHandle> jobs =
        new ArrayList<>(IntStream.range(0, 10).mapToObj(i -> submit("job-" + i)).toList());
    JobHandle array = queue.submit(request("array").toBuilder().arraySize(30).build());
    jobs.add(array);
    jobs.add(jobs.get(0));
    Map<String, List<String>> byJob = new LinkedHashMap<>();

    spotBatch
        .tail(
            jobs,
            (job, line) ->
                byJob.computeIfAbsent(job.id(), id -> new ArrayList<>()).add(line.message()))
        .await(LONG);

    assertThat(byJob).hasSize(40);
    for (int i = 0; i < 10; i++) {
      String name = "job-" + i;
      assertThat(byJob.get(jobs.get(i).id()))
          .containsExactlyElementsOf(IntStream.range(0, 5).mapToObj(k -> name + " " + k).toList());
    }
    for (int i = 0; i < 30; i++) {
      assertThat(byJob.get(array.id() + ":" + i)).containsExactly("one", "two");
    }
  }

  /** Ten calls a second are fewer than what CloudWatch Logs allows. */
  @Test
  void tail_manyJobsAtOnce_staysWithinTheRate() {
    aws.jobs().named("array").logs("x").runsFor(Duration.ofSeconds(20));
    aws.faults().limit("GetLogEvents", 10, 10);
    JobHandle array = queue.submit(request("array").toBuilder().arraySize(60).build());

    array.tail(line -> lines.add(line.message())).await(LONG);

    assertThat(lines).hasSize(60);
    assertThat(aws.faults().injected().count(FaultKind.THROTTLED))
        .isLessThanOrEqualTo(aws.journal().count("GetLogEvents") / 100);
  }

  @Test
  void tail_consumerThrows_goesOnWithTheNextLine() {
    aws.jobs().named("job").logs("a", "b", "c");

    submit("job")
        .tail(
            line -> {
              lines.add(line.message());
              throw new IllegalStateException("on purpose");
            })
        .await(LONG);

    assertThat(lines).containsExactly("a", "b", "c");
  }

  @Test
  void await_tooShortClosedOrUnknown_saysSo() {
    writing("job", 2, Duration.ofMinutes(10)).runsFor(Duration.ofMinutes(40));
    JobHandle job = submit("job");
    LogTail tail = tail(job);

    assertThatThrownBy(() -> tail.await(Duration.ofMinutes(1)))
        .isInstanceOf(WaitTimeoutException.class)
        .hasMessage("the tail of 1 job was still 1 job behind after PT1M");
    tail.close();
    assertThatThrownBy(() -> tail.await(LONG))
        .isInstanceOf(SpotBatchException.class)
        .hasMessageContaining("ended because it was closed; the jobs go on.");
    assertThatThrownBy(() -> tail(spotBatch.job("no-such-job")).await(LONG))
        .isInstanceOf(JobNotFoundException.class);
    job.awaitSuccess(LONG);
    assertThat(lines).isEmpty();
    assertThatThrownBy(
            () -> {
              LogTail open = tail(submit("job"));
              spotBatch.close();
              open.await(LONG);
            })
        .isInstanceOf(SpotBatchException.class)
        .hasMessageContaining("spotbatch was closed");
  }

  private LogTail tail(JobHandle job) {
    return job.tail(line -> lines.add(line.attempt() + ": " + line.message()));
  }

  private JobScript writing(String name, int count, Duration apart) {
    JobScript script = aws.jobs().named(name).runsFor(apart.multipliedBy(count + 1));
    for (int i = 0; i < count; i++) {
      script.logsAfter(apart.multipliedBy(i).plusSeconds(1), name + " " + i);
    }
    return script;
  }

  private JobHandle submit(String name) {
    return queue.submit(request(name));
  }

  private static JobRequest request(String name) {
    return JobRequest.builder(HandMadeQueue.DEFINITION)
        .jobName(name)
        .retryPolicy(RetryPolicy.spotInterruptions())
        .build();
  }
}
