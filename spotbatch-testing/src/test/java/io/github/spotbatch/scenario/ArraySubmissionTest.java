package io.github.spotbatch.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.exception.WaitTimeoutException;
import io.github.spotbatch.job.ArraySubmission;
import io.github.spotbatch.job.ArraySubmissionException;
import io.github.spotbatch.job.AttemptCause;
import io.github.spotbatch.job.FailedInput;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.JobQueue;
import io.github.spotbatch.job.JobResult;
import io.github.spotbatch.runtime.JobInput;
import io.github.spotbatch.spec.ArrayInputs;
import io.github.spotbatch.spec.JobDependency;
import io.github.spotbatch.spec.JobRequest;
import io.github.spotbatch.spec.RetryPolicy;
import io.github.spotbatch.testing.ContainerRun;
import io.github.spotbatch.testing.FakeAws;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;

/** Lists of inputs run as array jobs, and what failed is run again. */
class ArraySubmissionTest {

  private static final Duration LONG = Duration.ofHours(48);
  private static final JobRequest REQUEST =
      JobRequest.builder(HandMadeQueue.DEFINITION)
          .jobName("frames")
          .command("render", "it")
          .putEnvironment("SCENE", "7")
          .retryPolicy(RetryPolicy.spotInterruptions())
          .timeout(Duration.ofHours(1))
          .memoryMiB(600)
          .tag("CostCenter", "films")
          .build();

  private final ConcurrentLinkedQueue<JobInput> seen = new ConcurrentLinkedQueue<>();
  private FakeAws aws;
  private SpotBatch spotBatch;
  private JobQueue queue;

  @BeforeEach
  void open() throws Exception {
    aws = FakeAws.create();
    HandMadeQueue.make(aws);
    spotBatch =
        SpotBatch.builder()
            .batchClient(aws.typedClient(BatchClient.class))
            .cloudWatchLogsClient(aws.typedClient(CloudWatchLogsClient.class))
            .timeKeeper(aws.time())
            .randomGenerator(new Random(1))
            .build();
    queue = spotBatch.queue(HandMadeQueue.QUEUE);
  }

  @AfterEach
  void close() {
    spotBatch.close();
    aws.close();
  }

  @Test
  void submitArray_list_givesEachChildItsInput() {
    List<String> scenes = List.of("a b", "c\"d", "ü", "a b");
    aws.jobs().matching(this::noted);

    ArraySubmission submission = queue.submitArray(REQUEST, ArrayInputs.of(scenes));

    assertThat(submission.await(LONG)).singleElement().matches(JobResult::succeeded);
    assertThat(seen).extracting(JobInput::value).containsExactlyInAnyOrderElementsOf(scenes);
    assertThat(submission.failed()).isEmpty();
    assertThat(submission.rerunFailed()).isEmpty();
    assertThat(aws.journal().count("SubmitJob")).isEqualTo(1);
  }

  /** The fake fails a job whose overrides are longer than what ECS takes. */
  @Test
  void submitArray_moreThanOneMapHolds_runsSeveralArraysWithinTheLimit() {
    List<String> names = names(300);
    aws.jobs().matching(this::noted);

    ArraySubmission submission = queue.submitArray(REQUEST, ArrayInputs.of(names));

    assertThat(submission.arrays()).hasSizeBetween(2, 4);
    assertThat(submission.await(LONG)).allMatch(JobResult::succeeded);
    assertThat(seen).hasSize(300);
    assertThat(seen).allMatch(input -> names.get(input.index()).equals(input.value()));
    assertThat(submission.inputs(submission.arrays().get(1)).index(0)).isGreaterThan(0);
    assertThatThrownBy(() -> submission.inputs(spotBatch.job("another")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void submitArray_oneInput_isAPlainJob() {
    aws.jobs().matching(this::noted).exits(4);

    ArraySubmission submission = queue.submitArray(REQUEST, ArrayInputs.of("only"));

    assertThat(submission.await(LONG)).singleElement().matches(result -> !result.succeeded());
    assertThat(submission.failed()).extracting(FailedInput::input).containsExactly("only");
    assertThat(seen).extracting(JobInput::toString).containsExactly("input 1 of 1: only");
  }

  @Test
  void failed_someInputs_saysWhichAndWhy() {
    aws.jobs().matching(run -> value(run).equals("f/013.exr")).runsOutOfMemory();
    aws.jobs().matching(run -> value(run).equals("f/007.exr")).exits(3).logs("no texture");

    ArraySubmission submission = queue.submitArray(REQUEST, frames());
    submission.await(LONG);

    assertThat(submission.failed()).extracting(FailedInput::index).containsExactly(7, 13);
    FailedInput first = submission.failed().get(0);
    assertThat(first.explain())
        .startsWith("Input 7 (f/007.exr): Job frames-")
        .endsWith("failed after 1 attempt because the container ended with exit code 3.");
    assertThat(first.job().logs()).extracting(line -> line.message()).containsExactly("no texture");
    assertThat(submission.failed().get(1).result().cause())
        .contains(new AttemptCause.OutOfMemory());
  }

  @Test
  void rerunFailed_someInputs_runsJustThoseInTheirPlaces() {
    aws.jobs().matching(run -> number(run) % 7 == 3).exits(3);
    ArraySubmission submission = queue.submitArray(REQUEST, frames());
    submission.await(LONG);
    aws.jobs().matching(this::noted).exits(0);

    ArraySubmission again = submission.rerunFailed().orElseThrow();

    assertThat(again.await(LONG)).allMatch(JobResult::succeeded);
    assertThat(seen)
        .extracting(JobInput::toString)
        .containsExactlyInAnyOrder(
            "input 4 of 20: f/003.exr", "input 11 of 20: f/010.exr", "input 18 of 20: f/017.exr");
  }

  @Test
  void rerunFailed_inputsThatDependedChildByChild_waitForNothing() {
    ArraySubmission first = queue.submitArray(REQUEST, frames());
    aws.jobs().matching(run -> number(run) == 4).exits(3);
    JobRequest second =
        REQUEST.toBuilder()
            .arraySize(20)
            .dependencies(JobDependency.nToN(first.arrays().get(0).id()))
            .build();
    ArraySubmission submission = queue.submitArray(second, frames());
    submission.await(LONG);
    aws.jobs().matching(this::noted).exits(0);

    ArraySubmission again = submission.rerunFailed().orElseThrow();

    assertThat(again.await(LONG)).allMatch(JobResult::succeeded);
    assertThat(seen).extracting(JobInput::index).containsExactly(4);
  }

  /** Another JVM, which has nothing but the id. */
  @Test
  void rerunFailed_arrayFoundByItsId_asksForTheSame() {
    aws.jobs().matching(run -> number(run) % 7 == 3).exits(3);
    JobHandle array = queue.submitArray(REQUEST, frames()).arrays().get(0);
    array.await(LONG);
    List<ContainerRun> runs = new ArrayList<>();
    aws.jobs().matching(run -> noted(run) && runs.add(run)).exits(0);

    ArraySubmission again = aws.spotBatch().job(array.id()).rerunFailed().orElseThrow();

    assertThat(again.await(LONG)).allMatch(JobResult::succeeded);
    assertThat(seen).extracting(JobInput::index).containsExactlyInAnyOrder(3, 10, 17);
    assertThat(again.arrays().get(0).name()).isEqualTo("frames");
    JobRequest rebuilt = again.request();
    assertThat(rebuilt.jobDefinition()).endsWith("/any-definition:1");
    assertThat(rebuilt)
        .usingRecursiveComparison()
        .ignoringFields("jobDefinition", "vcpus")
        .isEqualTo(REQUEST);
    assertThat(runs).allMatch(run -> run.command().equals(List.of("render", "it")));
    assertThat(again.rerunFailed()).isEmpty();
  }

  @Test
  void rerunFailed_unfinishedWithoutInputsOrPlain_isRefused() {
    aws.jobs().named("*").exits(1);
    ArraySubmission fresh = queue.submitArray(REQUEST, frames());
    assertRefused(fresh::rerunFailed, "is SUBMITTED. Await it first.");
    assertRefused(fresh.arrays().get(0)::rerunFailed, "is SUBMITTED. Await it first.");
    assertThatThrownBy(() -> fresh.await(Duration.ofSeconds(5)))
        .isInstanceOf(WaitTimeoutException.class);

    JobHandle bare = queue.submit(REQUEST.toBuilder().arraySize(3).build());
    JobHandle plain = queue.submit(REQUEST);
    bare.await(LONG);
    plain.await(LONG);

    assertRefused(bare::rerunFailed, "AWS_BATCH_JOB_ARRAY_INDEX, which nobody can set");
    assertRefused(plain::rerunFailed, "is neither an array nor of one input");
  }

  @Test
  void submitArray_secondArrayIsRefused_tellsWhatRunsAndWhatIsLeft() {
    ArrayInputs inputs = ArrayInputs.of(names(300));
    int inFirst = inputs.arrays(REQUEST).get(0).inputs().size();
    aws.faults().on("SubmitJob").throttle().skip(1);

    ArraySubmissionException e =
        catchThrowableOfType(
            ArraySubmissionException.class, () -> queue.submitArray(REQUEST, inputs));
    aws.faults().clear();

    assertThat(e)
        .hasMessageStartingWith("1 array with " + inFirst + " inputs was submitted and runs");
    assertThat(e.submitted().inputs()).isEqualTo(inputs.first(inFirst));
    assertThat(e.rest()).isEqualTo(inputs.from(inFirst));
    assertThat(queue.submitArray(REQUEST, e.rest()).inputs().index(0)).isEqualTo(inFirst);
  }

  @Test
  void stop_submission_endsEveryArray() {
    ArraySubmission submission = queue.submitArray(REQUEST, ArrayInputs.of(names(300)));

    assertThat(submission.stop("wrong scene").failures()).isEmpty();

    assertThat(submission.await(LONG)).allMatch(result -> !result.succeeded());
  }

  private static List<String> names(int count) {
    Random random = new Random(3);
    return IntStream.range(0, count)
        .mapToObj(i -> random.ints(6).mapToObj(Integer::toHexString).collect(Collectors.joining()))
        .toList();
  }

  private static ArrayInputs frames() {
    return ArrayInputs.template("f/%03d.exr", ArrayInputs.range(0, 20));
  }

  private static void assertRefused(Runnable call, String text) {
    assertThatThrownBy(call::run).isInstanceOf(SpotBatchException.class).hasMessageContaining(text);
  }

  private boolean noted(ContainerRun run) {
    return seen.add(JobInput.of(run.environment()));
  }

  private static String value(ContainerRun run) {
    return JobInput.of(run.environment()).value();
  }

  private static int number(ContainerRun run) {
    return Integer.parseInt(value(run).substring(2, 5));
  }
}
